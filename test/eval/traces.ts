// Recorded traces decided by the real rules: what is stopped, and what honest work pays for it. No model
// takes part; labels of the sets are used for scoring only.

import { appendFileSync, writeFileSync } from 'node:fs';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { replayRun } from '../../src/gateway/recorded/replay-run.ts';
import {
  caseLine,
  count,
  emptyScore,
  isStoppedByFault,
  poolScores,
  renderScore,
  tellRun,
  type Score,
} from '../../src/gateway/recorded/score.ts';
import { createStage } from '../../src/gateway/recorded/stage.ts';
import { readTraceSet } from '../../src/gateway/recorded/trace-set.ts';
import type { Json } from '../../src/kernel/json.ts';
import { digestOf } from '../../src/ledger/digest.ts';
import type { Evaluation } from './evaluation.ts';
import { correctionsIn } from './manifests.ts';

export const digest = (value: Json): string => digestOf(nodeLedgerCrypto, value);

export const evaluateTraces: Evaluation = (asked) => {
  if (asked.cases !== null) writeFileSync(asked.cases, '');
  const scores: Score[] = [];
  for (const { name, text } of asked.files) {
    const read = readTraceSet(JSON.parse(text) as Json, asked.results);
    if ('problems' in read || read.set.cases.length === 0) {
      const [problem] = 'problems' in read ? read.problems : [];
      const why = problem === undefined ? 'it has no case' : `${problem.path.join('.')} ${problem.message}`;
      process.stderr.write(`${name}: passed by: ${why}\n`);
      continue;
    }
    const { set } = read;
    process.stderr.write(`${name}: ${set.cases.length} cases\n`);
    const stage = createStage(set.tools, { digest, corrections: correctionsIn(asked.manifests) });
    const score = emptyScore(name, asked.scope);
    let faults = 0;
    for (const one of set.cases) {
      const verdicts = replayRun(set, one, stage, asked.scope);
      count(score, one, verdicts);
      if (isStoppedByFault(one, verdicts)) faults++;
      if (asked.cases !== null) appendFileSync(asked.cases, caseLine(one, verdicts));
      if (asked.explain === one.id) process.stderr.write(tellRun(verdicts));
    }
    if (faults > 0) {
      const why = 'their arguments are recorded in part, or a policy fails: that is no defence';
      process.stderr.write(`${name}: ${faults} attacks count as denied only because ${why}\n`);
    }
    scores.push(score);
    process.stdout.write(`${asked.json ? JSON.stringify(score) : renderScore(score)}\n`);
  }
  // Whoever reads lines by file adds them up without this one.
  const pooled = scores.length > 1 ? `${renderScore(poolScores('all together', scores))}\n` : '';
  (asked.json ? process.stderr : process.stdout).write(pooled);
};
