// Another product's audit log beside ours. Not the same work: it keeps its entries in memory, decides
// nothing, signs nothing and writes nothing to a disk; ours are decided and on disk when they are counted.

import { AuditLogger } from '@microsoft/agent-governance-sdk';
import { decideFor } from './decide.ts';
import { AGENT, CONNECTOR, TOOL } from './home.ts';
import { withGateway } from './in-process.ts';
import { toResult, type Bench } from './result.ts';

const CONCURRENCY = 256;
const ROUNDS = 5;
const ROUND_MS = 1_000;
/** Between two looks at the clock. */
const ENTRIES_AT_A_TIME = 100;

export const peerAudit: Bench = {
  names: ['peer-audit'],
  run: ({ progress }) =>
    withGateway(async ({ core, task }) => {
      const rates = { ours: [] as number[], other: [] as number[] };
      await decideFor(core, task, CONCURRENCY, ROUND_MS);
      logRate();
      for (let round = 1; round <= ROUNDS; round += 1) {
        rates.ours.push((await decideFor(core, task, CONCURRENCY, ROUND_MS)).rate);
        rates.other.push(logRate());
        progress(`round ${round} of ${ROUNDS}`);
      }
      return [toResult('peer-audit', 'records/s', rates.ours, rates.other)];
    }),
};

/** Entries a second, in a log as its package makes it: the newest 10,000 are kept. */
function logRate(): number {
  const log = new AuditLogger();
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() < startedAt + ROUND_MS) {
    for (let entry = 0; entry < ENTRIES_AT_A_TIME; entry += 1) {
      log.log({ agentId: AGENT, action: `${CONNECTOR}/${TOOL}`, decision: 'deny' });
    }
    done += ENTRIES_AT_A_TIME;
  }
  return done / ((performance.now() - startedAt) / 1000);
}
