// Recorded traces decided by the real rules: what is stopped, and what honest work pays for it. No model
// takes part; labels of the sets are used for scoring only.

import { appendFileSync, writeFileSync } from 'node:fs';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { notesOn } from '../../src/gateway/recorded/notes.ts';
import type { RecordedSet } from '../../src/gateway/recorded/recorded-run.ts';
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
import type { Json } from '../../src/kernel/json.ts';
import { digestOf } from '../../src/ledger/digest.ts';
import { CliError } from '../../src/surfaces/cli/exit.ts';
import { misfit, placedIn, type Line } from '../../src/surfaces/cli/given/recorded-lines.ts';
import { runsIn } from '../../src/surfaces/cli/given/recorded-input.ts';
import { printable } from '../../src/surfaces/cli/render/printable.ts';
import { unwritable } from '../../src/surfaces/cli/system-fault.ts';
import { saidOf, wholeOf, type Asked, type Evaluation, type SetFile } from './evaluation.ts';
import { correctionsIn } from './manifests.ts';

export const digest = (value: Json): string => digestOf(nodeLedgerCrypto, value);

interface Named {
  readonly name: string;
  readonly set: RecordedSet;
}

/** All files are read before any of them is judged: who misspelt the last one is told at once. */
export const evaluateTraces: Evaluation = (asked) => {
  const sets = asked.files.flatMap((file) => readNamed(file, asked));
  const corrections = correctionsIn(asked.manifests, sets);
  const isThere = sets.some(({ set }) => set.cases.some(({ id }) => id === asked.explain));
  if (asked.explain !== null && !isThere) {
    throw new Error(`no case is called ${asked.explain}: their ids are in what --cases writes`);
  }
  if (asked.cases !== null) begin(asked.cases);
  const scores = sets.map((named) => judge(named, asked, corrections));
  // Whoever reads lines by file adds them up without this one.
  const pooled = scores.length > 1 ? `${renderScore(poolScores('all together', scores))}\n` : '';
  (asked.json ? process.stderr : process.stdout).write(pooled);
};

function begin(cases: string): void {
  try {
    writeFileSync(cases, '');
  } catch (error) {
    throw unwritable(`--cases ${cases}`, error);
  }
}

/** Sets that nobody named serve other evaluations, too. Throws for what was named and holds no runs. */
function readNamed(file: SetFile, { results, isNamed }: Asked): Named[] {
  const whole = wholeOf(file);
  try {
    checkForm(whole, file.name);
    const { set, notes } = runsIn(whole, file.name, { results });
    for (const note of notes) process.stderr.write(`${printable(note)}\n`);
    return [{ name: file.name, set }];
  } catch (error) {
    if (isNamed || !(error instanceof CliError)) throw error;
    process.stderr.write(`passed by: ${saidOf(error)}\n`);
    return [];
  }
}

/** Other recordings are read by the command alone. */
function checkForm(whole: Line, file: string): void {
  const { value } = whole;
  if (typeof value === 'object' && value !== null && 'cases' in value) return;
  const message = 'has no "cases": holdpoint replay reads spans and exports of a ledger';
  throw misfit(file, placedIn(file, whole, [{ path: [], message, help: null }]));
}

type Correcting = ReturnType<typeof correctionsIn>;

function judge({ name, set }: Named, asked: Asked, corrections: Correcting): Score {
  process.stderr.write(`${name}: ${set.cases.length} cases\n`);
  const stage = createStage(set.tools, { digest, corrections });
  const score = emptyScore(name, asked.scope);
  let faults = 0;
  for (const one of set.cases) {
    const verdicts = replayRun(set, one, stage, asked.scope);
    count(score, one, verdicts);
    if (isStoppedByFault(one, verdicts)) faults++;
    if (asked.cases !== null) appendFileSync(asked.cases, caseLine(one, verdicts));
    if (asked.explain === one.id) {
      const told = tellRun(one, verdicts).trimEnd().split('\n');
      process.stderr.write(`${told.map(printable).join('\n')}\n`);
    }
  }
  for (const note of notesOn(name, set, faults)) process.stderr.write(`${printable(note)}\n`);
  process.stdout.write(`${asked.json ? JSON.stringify(score) : renderScore(score)}\n`);
  return score;
}
