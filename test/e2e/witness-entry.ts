// A witness as a process of its own that is killed right before or after it keeps a checkpoint.

import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { nodeLedgerCrypto as crypto } from '../../src/adapters/crypto/node.ts';
import { openWitnessMemory } from '../../src/adapters/witness/checkpoint-folder.ts';
import { LOG_KEY, witnessOf } from '../../src/ledger/sample-witness.contract.ts';
import { createWitnessSurface } from '../../src/surfaces/witness/server.ts';

const [, , folder = '', when = 'never'] = process.argv;
const memory = openWitnessMemory(folder);
const { key: _key, ...witness } = witnessOf(1);
const say = (): void => undefined;
const dieIf = (moment: string): void => {
  if (when === moment) process.kill(process.pid, 'SIGKILL');
};

const { fetch } = createWitnessSurface({
  crypto,
  witness,
  logs: [LOG_KEY],
  memory: {
    ...memory,
    async keep(...checkpoint) {
      dieIf('before-keep');
      const isKept = await memory.keep(...checkpoint);
      dieIf('after-keep');
      return isKept;
    },
  },
  clock: { now: Date.now },
  log: { info: say, warn: say, error: say },
});
const server = createAdaptorServer({ fetch });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
