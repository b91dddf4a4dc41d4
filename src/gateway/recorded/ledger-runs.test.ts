import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import type { Event } from '../../kernel/event.ts';
import { digestOf } from '../../ledger/digest.ts';
import { createConstraintEngine } from '../../workflow/constraint.ts';
import type { PolicySource } from '../../kernel/state.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { admitMailbox, receive } from '../grounding/mailbox.contract.ts';
import { nextStep } from '../hold/next-step.ts';
import { taskOf } from '../replay/history.ts';
import { readPast } from '../replay/past.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { Words } from '../replay/words.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';
import { runsOfLedger } from './ledger-runs.ts';
import { replayRun, type RunScope } from './replay-run.ts';
import { createStage } from './stage.ts';

const IN_STEPS = `holdpoint: workflow/v1
id: notes
purpose: Look, then write
owner: ada
agents: [scribe]
expires: 2099-01-01
limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}
allow:
  - tool: notes/read
  - tool: notes/write
steps:
  - {name: look, tools: [notes/read]}
  - name: write
    tools: [notes/write]
    gate: {approvers: {approver: 1}, reason: See what it looked at.}
  - {name: again, tools: [notes/read]}
`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

async function goOn(task: string, named: string): Promise<void> {
  const asked = await nextStep(rig.core, { kind: 'agent', id: 'scribe' }, { task, named });
  if (asked.verdict === 'hold') await rig.decide('grace', 'approve', task, asked.hold!);
}

const publish = async (text: string): Promise<void> => {
  const published = await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text });
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
};

/** The verdicts on the calls of the last task, under what was allowed then. */
async function replayed(policies: readonly PolicySource[] = [STARTER_POLICY]): Promise<string[]> {
  const set = await recorded();
  const stage = createStage(set.tools, { digest: (value) => digestOf(nodeLedgerCrypto, value), policies });
  return replayRun(set, set.cases.at(-1)!, stage, 'own').map(({ verdict }) => verdict);
}

/** With the words that stand beside the records. */
async function recorded() {
  const events: Event[] = [];
  for await (const passed of readPast(rig.core)) if (passed.kind === 'record') events.push(passed.event);
  const kept = new Words(rig.core);
  const words = new Map<string, string | null>();
  for (const { stream, body } of events) {
    for (const said of ['prompt', 'arguments', 'result']) {
      const commitment = (body as { readonly [member: string]: unknown })[said];
      if (typeof commitment !== 'string' || taskOf(stream) === null) continue;
      words.set(commitment, (await kept.open(stream, commitment)).text);
    }
  }
  const wordsOf = (_task: string, commitment: string): string | null => words.get(commitment) ?? null;
  return runsOfLedger('ledger', events, wordsOf, createConstraintEngine());
}

it('a run is decided in the steps in which its task was, whoever let them begin', async () => {
  await publish(IN_STEPS);
  const task = await rig.open();
  const asked = ['read', 'write', '@write', 'write', 'read', '@again', 'read'];
  const then: string[] = [];
  for (const one of asked) {
    if (one.startsWith('@')) await goOn(task, one.slice(1));
    else then.push((await rig.call(task, `notes/${one}`)).verdict);
  }
  expect(then).toEqual(['permit', 'deny', 'hold', 'deny', 'permit']);
  const set = await recorded();
  const stage = createStage(set.tools, { digest: (value) => digestOf(nodeLedgerCrypto, value) });
  const verdicts = (scope: RunScope) => replayRun(set, set.cases[0]!, stage, scope);
  expect(verdicts('own').map(({ verdict }) => verdict)).toEqual(then);
  expect(verdicts('own').map(({ rules }) => rules)).toEqual([
    [],
    ['outside-step'],
    ['starter.agent.write-or-send'],
    ['outside-step'],
    [],
  ]);
  // Where the tools of the run are taken instead, there are no steps.
  expect(verdicts('declared').map(({ verdict }) => verdict)).not.toContain('deny');
});

const writing = (limits: string): string => `holdpoint: workflow/v1
id: notes
purpose: Write
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 2h}
limits: {wall: 4000s, call: 10s, ${limits}}
allow:
  - tool: notes/read
  - tool: notes/write
`;

/** Asks for it and has people answer; where they approve it is made. */
async function settle(task: string, answer: 'approve' | 'reject', text: string): Promise<void> {
  const held = await rig.call(task, 'notes/write', { text });
  if (held.verdict !== 'hold') throw new Error(`not held: ${held.verdict}`);
  rig.clock.advance(2_000);
  await rig.decide('grace', answer, task, held.hold);
  if (answer === 'approve') await rig.call(task, 'notes/write', { text });
}

it('a held call that people approved moves the budgets, and one that they did not moves none', async () => {
  await publish(writing('calls: 2, holds: 100'));
  const task = await rig.open();
  await settle(task, 'approve', 'a');
  await settle(task, 'reject', 'b');
  await settle(task, 'approve', 'c');
  expect((await rig.call(task, 'notes/write', { text: 'd' })).verdict).toBe('deny');
  expect(await replayed()).toEqual(['hold', 'hold', 'hold', 'deny']);
});

it('between two calls passes the time that passed, and what people rejected then was rejected', async () => {
  await publish(writing('calls: 9, holds: 100, cooling: 300s'));
  const task = await rig.open();
  await settle(task, 'reject', 'a');
  await settle(task, 'reject', 'b');
  const then: string[] = [];
  for (const waitMs of [1_000, 301_000]) {
    rig.clock.advance(waitMs);
    then.push((await rig.call(task, 'notes/write', { text: `after ${waitMs}` })).verdict);
  }
  rig.clock.advance(2 * 3_600_000);
  then.push((await rig.call(task, 'notes/read')).verdict);
  expect(then).toEqual(['deny', 'hold', 'deny']);
  expect((await replayed()).slice(0, 4)).toEqual(['hold', 'hold', ...then.slice(0, 2)]);
});

const OWN_WORDS = `@id("agents") permit (principal is Agent, action in Action::"tool", resource);
@id("people") permit (principal is Operator, action, resource);
@id("read") forbid (principal is Agent, action in Action::"send", resource)
when { context.sent.categories.contains("financial") };`;

it('arguments carry what they carried then, and not all that their task had read', async () => {
  const policies = [{ name: 'set.cedar', text: OWN_WORDS }];
  await admitMailbox(rig);
  await putInForce(rig, policies);
  receive(rig, 'Pay to DE89370400440532013000.');
  const task = await rig.open('Write to ann@corp.example that I am late');
  await rig.call(task, 'mail/read_inbox');
  const send = (body: string) => rig.call(task, 'mail/send_email', { to: 'ann@corp.example', body });
  const then = [await send('I am late'), await send('DE89370400440532013000')];
  expect(then.map(({ verdict }) => verdict)).toEqual(['permit', 'deny']);
  expect(await replayed(policies)).toEqual(['permit', 'permit', 'deny']);
});

it('what was not yet answered was not yet known, and goes on running', async () => {
  await publish(writing('calls: 9, holds: 9, running: 1'));
  const task = await rig.open();
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  rig.upstream.answer = async () => {
    await answered;
    return { outcome: 'succeeded', result: { content: [] } };
  };
  const first = rig.call(task, 'notes/read');
  while (!rig.journal.some((line) => line.startsWith('call ')))
    await new Promise((next) => setTimeout(next, 5));
  expect((await rig.call(task, 'notes/read', { n: 2 })).verdict).toBe('deny');
  answer();
  await first;
  expect((await rig.call(task, 'notes/read', { n: 3 })).verdict).toBe('permit');
  expect(await replayed()).toEqual(['permit', 'deny', 'permit']);
});
