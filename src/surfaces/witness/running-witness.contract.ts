// A witness that runs: a real server on loopback, a real key, and files in a folder of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { openWitnessMemory } from '../../adapters/witness/checkpoint-folder.ts';
import { createHttpWitness } from '../../adapters/witness/http-client.ts';
import type { Witness, WitnessMemory } from '../../gateway/ports/witness.ts';
import { witnessOf } from '../../ledger/sample-witness.contract.ts';
import { encodeVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { createWitnessSurface } from './server.ts';

export interface RunningWitness {
  readonly url: string;
  readonly key: VerifierKey;
  readonly memory: WitnessMemory;
  readonly folder: string;
  /** What it logged. */
  readonly logged: object[];
  /** As a log's gateway knows it. */
  readonly client: Witness;
  /** Answers nothing any more; `resume` listens at the same address again, on what it kept. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export const TIME = 1_679_315_147;

export async function runWitness(
  number: number,
  logs: readonly VerifierKey[],
  wrap: (memory: WitnessMemory) => WitnessMemory = (memory) => memory,
): Promise<RunningWitness> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-witness-'));
  const { key, ...witness } = witnessOf(number);
  const memory = wrap(openWitnessMemory(folder));
  const logged: object[] = [];
  const say = (facts: object): void => void logged.push(facts);
  const log = { info: say, warn: say, error: say };
  const clock = { now: () => TIME * 1000 };
  const listen = async (port: number) => {
    const { fetch } = createWitnessSurface({ crypto, witness, logs, memory, clock, log });
    const server = createAdaptorServer({ fetch });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const pause = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
  };
  return {
    url,
    key,
    memory,
    folder,
    logged,
    client: createHttpWitness({ vkey: encodeVkey(key), url, timeoutMs: 10_000 }),
    pause,
    async resume() {
      server = await listen(port);
    },
    async stop() {
      await pause();
      await rm(folder, { recursive: true });
    },
  };
}
