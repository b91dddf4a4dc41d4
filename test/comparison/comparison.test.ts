// What each gate does with an approval is tried, and docs/approvals-compared.md says what came of it. Where
// the run is right and the page is old, HOLDPOINT_REWRITE=1 writes the page's table anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { aiSdk, repeatWithResult, turnNoIntoYes } from './ai-sdk.ts';
import { holdpoint, repeatDecision, retryUnanswered } from './holdpoint.ts';
import { langgraph, repeatOnThread, restartEmpty } from './langgraph.ts';
import { OTHER, SCENARIOS, SHOWN, tableOf, tryAll, type Outcome, type Row } from './trial.ts';

const PAGE = fileURLToPath(new URL('../../../docs/approvals-compared.md', import.meta.url));
const TABLE = /(<!-- table -->\n)[\s\S]*(<!-- end of table -->)/;
const GATES = [
  `LangGraph ${versionOf('@langchain/langgraph')}`,
  `AI SDK ${versionOf('ai')}, signed`,
  'Holdpoint',
];

function versionOf(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

let rows: Row[];
beforeAll(async () => {
  rows = await tryAll([langgraph, aiSdk, holdpoint]);
});

const paidOnce: Outcome = { paid: [SHOWN], said: 'done' };
const paidTwice: Outcome = { paid: [SHOWN, SHOWN], said: 'done' };
const paidOther: Outcome = { paid: [OTHER], said: 'done' };
const unsigned: Outcome = { paid: [], said: 'AI_InvalidToolApprovalSignatureError' };

test.each<[keyof typeof SCENARIOS, Outcome, Outcome, Outcome]>([
  ['plain', paidOnce, paidOnce, { paid: [SHOWN], said: 'permit' }],
  ['changed', paidOther, unsigned, { paid: [], said: 'hold' }],
  ['replayed', paidTwice, paidTwice, { paid: [SHOWN], said: 'hold' }],
  ['restarted', paidOnce, paidOnce, { paid: [SHOWN], said: 'permit' }],
  ['own', paidOnce, paidOnce, { paid: [], said: 'approver-is-requester' }],
  ['edited', paidOther, unsigned, { paid: [], said: 'store-corrupt' }],
])('each gate answers the scenario "%s" as it did when the page was written', (scenario, ...expected) => {
  const [, ...outcomes] = rows.find(([what]) => what === SCENARIOS[scenario])!;
  expect(outcomes).toEqual(expected);
});

test("the page's table is what came of it", () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toMatch(TABLE);
  const current = page.replace(TABLE, (_, start, end) => `${start}${tableOf(GATES, rows)}\n${end}`);
  if (process.env['HOLDPOINT_REWRITE'] === '1') writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, 'utf8')).toBe(current);
});

describe('what the page says besides', () => {
  test('LangGraph runs nothing again on a thread that has gone on', async () => {
    expect(await repeatOnThread()).toEqual(paidOnce);
  });

  test('LangGraph has nothing to resume where the checkpointer kept nothing', async () => {
    expect(await restartEmpty()).toEqual({ paid: [], said: 'nothing to resume' });
  });

  test('the AI SDK runs nothing again where the history has its result', async () => {
    expect(await repeatWithResult()).toEqual(paidOnce);
  });

  test('the AI SDK signs what is asked, not what is answered: a kept no can be made a yes', async () => {
    expect(await turnNoIntoYes()).toEqual(paidOnce);
  });

  test('Holdpoint gives a retry that lost the answer the same answer, and runs nothing again', async () => {
    expect(await retryUnanswered()).toEqual({ paid: [SHOWN], said: 'permit' });
  });

  test('Holdpoint takes no second decision about a hold that was used', async () => {
    expect(await repeatDecision()).toEqual({ paid: [SHOWN], said: 'hold-not-pending' });
  });
});
