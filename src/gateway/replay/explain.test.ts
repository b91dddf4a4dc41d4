import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateAccess } from '../access/evaluate.ts';
import { kill } from '../tasks.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { eraseOne, HEDY, putInForce } from './rich-ledger.contract.ts';
import { explain, recordIdOf } from './explain.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';

const SET = `@id("agents") permit (principal is Agent, action in Action::"tool", resource);
@id("people") permit (principal is Operator, action, resource);
@id("first-two") @reason("Two looks are enough")
forbid (principal, action == Action::"notes/read", resource)
when { context.chain.reads >= 2 && principal.environment == "test" }
unless { context.scope.preapproved };
@id("other-place") permit (principal, action == Action::"notes/read", resource)
when { principal.environment == "moon" };
@id("writes") @hold("it stays") @approvers("approver:1")
forbid (principal, action == Action::"notes/write", resource);`;

let rig: Rig;
let task: string;
beforeEach(async () => {
  rig = await startRig();
  await putInForce(rig, [{ name: 'set.cedar', text: SET }]);
  task = await rig.open('Look around');
});
afterEach(() => rig.stop());

async function deniedRead(): Promise<string> {
  for (let n = 0; n < 3; n += 1) {
    const answer = await rig.call(task, 'notes/read', { n });
    if (answer.verdict === 'deny') return answer.receipt.record;
  }
  throw new Error('never denied');
}

it('a denial and a hold say what of policy would have to be otherwise', async () => {
  const denied = await explain(rig.core, await deniedRead());
  expect(denied!.nearest[0]).toMatchObject({ approvals: [], isVerified: true });
  const words = denied!.nearest.flatMap(({ changes }) => changes.map((change) => change.words));
  expect(words.some((text) => text.startsWith('context.chain.reads'))).toBe(true);
  const held = await rig.call(task, 'notes/write', { text: 'x' });
  const explanation = await explain(rig.core, held.verdict === 'hold' ? held.hold : '');
  expect(explanation!.nearest).toEqual([{ changes: [], approvals: ['approver:1'], isVerified: true }]);
});

const textOf = (text: string, span: { start: number; end: number } | null): string | null =>
  span && text.slice(span.start, span.end);

it('a denial is explained by the id that its refusal prints: what was asked, what decided', async () => {
  const record = await deniedRead();
  const explanation = await explain(rig.core, record);
  expect(explanation).toMatchObject({
    record,
    verdict: 'deny',
    action: { task, agent: 'scribe', workflow: 'notes', requester: 'ada', argumentsText: '{"n":2}' },
    reasons: [{ code: 'policy-forbids', facts: { policies: ['first-two'] } }],
    replay: 'same',
    today: { verdict: 'deny', isSame: true },
  });
  const { policies } = explanation!.policy!;
  expect(policies.map(({ id, determining, outcome }) => [id, determining, outcome])).toEqual([
    ['first-two', true, 'applies'],
    ['agents', false, 'applies'],
    ['other-place', false, 'does-not-apply'],
  ]);
  const [first] = policies;
  expect(first).toMatchObject({ source: 'set.cedar', line: 3, reason: 'Two looks are enough' });
  const conditions = first!.clauses.flatMap((clause) => clause.conditions);
  expect(conditions.map(({ span, value }) => [textOf(first!.text, span), value])).toEqual([
    ['context.chain.reads >= 2', 'true'],
    ['principal.environment == "test"', 'true'],
    ['context.scope.preapproved', 'false'],
  ]);
});

it('a record, its action and its hold lead to the same explanation', async () => {
  const held = await rig.call(task, 'notes/write', { text: 'x' });
  if (held.verdict !== 'hold') throw new Error('not held');
  const explanation = await explain(rig.core, held.hold);
  expect(explanation).toMatchObject({
    verdict: 'hold',
    action: { hold: held.hold },
    asks: [{ policy: 'writes', reason: 'it stays', approvers: [{ role: 'approver', quorum: 1 }] }],
  });
  expect(await explain(rig.core, held.receipt.record)).toEqual(explanation);
  expect(await explain(rig.core, explanation!.action!.id)).toEqual(explanation);
  await rig.decide('grace', 'approve', task, held.hold);
  const run = await rig.call(task, 'notes/write', { text: 'x' });
  const after = await explain(rig.core, run.verdict === 'permit' ? run.receipt.record : '');
  expect(after).toMatchObject({ verdict: 'permit', action: { hold: held.hold }, replay: 'same' });
});

async function heldWrite(text: string): Promise<string> {
  const held = await rig.call(task, 'notes/write', { text });
  if (held.verdict !== 'hold') throw new Error('not held');
  return held.hold;
}

it('a hold says what became of it: it waits, was used, rejected, void or expired', async () => {
  const fateOf = async (hold: string) => (await explain(rig.core, hold))!.hold;
  const [used, rejected, late] = [await heldWrite('a'), await heldWrite('b'), await heldWrite('c')];
  expect(await fateOf(used)).toMatchObject({ id: used, status: 'pending', approvals: [], ended: null });
  await rig.decide('grace', 'approve', task, used);
  expect(await fateOf(used)).toMatchObject({ status: 'pending', approvals: [{ operator: 'grace' }] });
  const run = await rig.call(task, 'notes/write', { text: 'a' });
  const record = run.verdict === 'permit' ? run.receipt.record : '';
  const { action, hold } = (await explain(rig.core, record))!;
  expect(hold).toMatchObject({ status: 'used', usedBy: action!.id, ended: { record, by: 'scribe' } });
  expect(await fateOf(used)).toEqual(hold);
  await rig.decide('grace', 'reject', task, rejected);
  expect(await fateOf(rejected)).toMatchObject({ status: 'rejected', usedBy: null, ended: { by: 'grace' } });
  const { expiresAt } = (await fateOf(late))!;
  rig.clock.advance(expiresAt - rig.clock.now());
  expect(await fateOf(late)).toMatchObject({ status: 'expired', ended: null });
  await rig.close(task);
  expect(await fateOf(used)).toEqual(hold);
  expect(await fateOf(late)).toMatchObject({ status: 'void' });
});

it('what an enforcement point asked is explained as far as it is recorded', async () => {
  const question = {
    subject: { type: 'agent', id: 'scribe' },
    action: { name: 'write', properties: { text: 'secret words' } },
    resource: { type: 'connector', id: 'notes', properties: {} },
    about: null,
    fulfils: [],
  };
  const evaluation = await evaluateAccess(rig.core, ADA, [question], null);
  if ('refused' in evaluation) throw new Error('refused');
  const explanation = await explain(rig.core, evaluation.answers[0]!.record);
  expect(explanation).toMatchObject({
    verdict: 'hold',
    access: { subject: { type: 'agent', id: 'scribe' }, action: 'notes/write', resource: 'connector' },
    replay: 'unkept',
    policy: { policies: [{ id: 'writes', determining: true, outcome: 'unknown' }] },
    today: null,
  });
  expect(JSON.stringify(explanation)).not.toContain('secret words');
});

it('it is judged on what was true then, and compared with what is in force today', async () => {
  const record = await deniedRead();
  await putInForce(rig, [STARTER_POLICY]);
  expect(await explain(rig.core, record)).toMatchObject({
    verdict: 'deny',
    replay: 'same',
    policy: { policies: [{ id: 'first-two' }, { id: 'agents' }, { id: 'other-place' }] },
    today: { isSame: false, verdict: 'permit', determining: ['starter.agent.act'] },
  });
});

it('what only structural rules refuse names them and what lifts them', async () => {
  const answer = await rig.call(task, 'mail/send', {});
  const explanation = await explain(rig.core, answer.verdict === 'deny' ? answer.receipt.record : '');
  expect(explanation).toMatchObject({ verdict: 'deny', reasons: [{ code: 'unknown-connector' }] });
  expect(explanation!.policy!.policies).toEqual([]);
});

it('words that are gone are not guessed: policies are named, their conditions are not judged', async () => {
  const erased = await eraseOne(rig);
  const { decisions } = { decisions: (await rig.core.models.decisions({ task: erased, limit: 1 })).rows };
  expect(await explain(rig.core, decisions[0]!.record)).toMatchObject({
    verdict: 'permit',
    replay: 'erased',
    today: null,
    action: { argumentsText: null, isRedacted: false },
    policy: { policies: [{ id: 'agents', determining: true, outcome: 'unknown', clauses: [] }] },
  });
});

it('what is left of redacted arguments is shown as such', async () => {
  const answer = await rig.call(task, 'notes/read', { password: 'correct-horse-battery' });
  const explanation = await explain(rig.core, answer.verdict === 'permit' ? answer.receipt.record : '');
  expect(explanation).toMatchObject({ replay: 'redacted', action: { isRedacted: true } });
  expect(explanation!.action!.argumentsText).not.toContain('horse');
});

it('what people ask is explained too, as far as its record goes', async () => {
  const { answer } = await kill(rig.core, ADA, {
    target: { kind: 'agent', id: 'scribe' },
    lift: false,
    reason: 'x',
  });
  expect(await explain(rig.core, answer.receipt.record)).toMatchObject({
    type: 'killed',
    verdict: 'permit',
    verb: 'kill',
    policy: { policies: [{ id: 'people', determining: true, outcome: 'applies' }] },
    today: { isSame: true },
  });
  const refused = await kill(rig.core, HEDY, {
    target: { kind: 'agent', id: 'nobody' },
    lift: true,
    reason: 'x',
  });
  expect(await explain(rig.core, refused.answer.receipt.record)).toMatchObject({
    verdict: 'deny',
    verb: null,
    reasons: [{ code: 'nothing-to-lift' }],
  });
});

it('a fact that nobody asked for has no policy', async () => {
  const { size } = await rig.store.head();
  await rig.call(task, 'notes/read', {});
  const settled = (await rig.store.read({ fromSeq: size, limit: 10 })).find(
    ({ type }) => type === 'action-settled',
  );
  expect(await explain(rig.core, settled!.id)).toMatchObject({
    verdict: 'fact',
    policy: null,
    replay: 'not-asked',
  });
});

it('only ids of this ledger lead anywhere', async () => {
  expect(recordIdOf('hold_0123456789abcdef')).toBe('rec_0123456789abcdef.0');
  expect(recordIdOf('rec_0123456789abcdef.3')).toBe('rec_0123456789abcdef.3');
  for (const id of ['', 'rec_x.0', 'lease_0123456789abcdef', 'rec_0123456789abcdef.0 ', '../policy']) {
    expect(recordIdOf(id), id).toBeNull();
    expect(await explain(rig.core, id)).toBeNull();
  }
  expect(await explain(rig.core, 'rec_0000000000000000.0')).toBeNull();
});
