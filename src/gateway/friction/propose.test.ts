import { afterEach, beforeEach, expect, it } from 'vitest';
import { admitMailbox, receive } from '../grounding/mailbox.contract.ts';
import { explain } from '../replay/explain.ts';
import { HEDY, putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, GRACE, startRig, type Rig } from '../rig.contract.ts';
import { declareDestinations, publishWorkflow } from '../verbs.ts';
import { dropFact, listFacts, proposeFact } from './propose.ts';
import { takeOverFact } from './take-over.ts';

const EVE = 'eve@collect.example';
const BOOKINGS = JSON.stringify({
  bookings: [
    { id: 1, email: EVE, room: 7 },
    { id: 2, email: 'ann@x.example', room: 9 },
  ],
});
const PEOPLE = '@id("people") permit (principal is Operator, action, resource);';
const AGENTS = '@id("agents") permit (principal is Agent, action in Action::"tool", resource);';
const STRANGERS = `@id("strangers") @hold("goes to strangers") @approvers("approver:1")
forbid (principal is Agent, action in Action::"tool", resource)
when { context has destination && context.destination.trust == "new" };`;
const DOUBTFUL = `@id("doubtful") @hold("nobody gave the address") @approvers("approver:1")
forbid (principal is Agent, action in Action::"tool", resource)
when { context.grounding.doubtful.contains("destination") };`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await admitMailbox(rig);
});
/** Whatever was proposed, accepted or dropped: whoever verifies the ledger finds nothing wrong with it. */
afterEach(async () => {
  const { findings } = await rig.audit();
  await rig.stop();
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
});

const inForce = (rule: string): Promise<void> =>
  putInForce(rig, [{ name: 'set.cedar', text: [AGENTS, PEOPLE, rule].join('\n') }]);

async function send(said: string, to: string) {
  receive(rig, said);
  const task = await rig.open('Answer my mail');
  await rig.call(task, 'mail/read_inbox');
  return { task, answer: await rig.call(task, 'mail/send_email', { to, body: 'Here it is' }) };
}

/** The hold of such a call, and the names of the facts that would have spared it, by kind. */
async function held(said: string, to = EVE) {
  const { task, answer } = await send(said, to);
  if (answer.verdict !== 'hold') throw new Error(`not held: ${answer.verdict}`);
  const { avoidable } = (await explain(rig.core, answer.hold))!;
  const names = Object.fromEntries(avoidable.map(({ fact, name }) => [fact.kind, name]));
  return { task, hold: answer.hold, names };
}

const verdictOf = async (said: string): Promise<string> => (await send(said, EVE)).answer.verdict;
const why = (answer: object | null): string => (answer !== null && 'why' in answer ? String(answer.why) : '');
const codes = (answer: object | null): unknown =>
  answer !== null && 'reasons' in answer
    ? (answer.reasons as { code: string }[]).map(({ code }) => code)
    : [];

it('a host waits for somebody who neither proposed it nor asked for what was held', async () => {
  await inForce(STRANGERS);
  const { hold, names } = await held('Nothing new');
  const name = names['destination']!;
  expect(await proposeFact(rig.core, HEDY, { hold, name })).toMatchObject({ verdict: 'permit', name });
  expect(listFacts(rig.core)).toMatchObject([
    { name, hold, author: 'hedy', words: 'collect.example is known' },
  ]);
  expect(await verdictOf('Nothing new')).toBe('hold');
  expect(codes(await takeOverFact(rig.core, HEDY, name))).toEqual(['publisher-is-author']);
  expect(codes(await takeOverFact(rig.core, ADA, name))).toEqual(['approver-is-requester']);
  expect(await takeOverFact(rig.core, GRACE, name)).toMatchObject({ verdict: 'permit' });
  expect(rig.core.world.state(null).org.destinations).toMatchObject({ own: [], listed: ['collect.example'] });
  expect(listFacts(rig.core)).toEqual([]);
  expect(await takeOverFact(rig.core, GRACE, name)).toBeNull();
  expect(await verdictOf('Nothing new')).toBe('permit');
});

it('a field is admitted as somebody else says it, and with it nothing else', async () => {
  await inForce(DOUBTFUL);
  const { hold, names } = await held(BOOKINGS);
  const name = names['field']!;
  const tools = () => rig.core.world.state(null).connectors['mail']!.admitted!.tools;
  const { read_inbox: before, ...others } = tools();
  await proposeFact(rig.core, HEDY, { hold, name });
  expect(await verdictOf(BOOKINGS)).toBe('hold');
  expect(codes(await takeOverFact(rig.core, HEDY, name))).toEqual(['publisher-is-author']);
  expect(await takeOverFact(rig.core, GRACE, name)).toMatchObject({ verdict: 'permit' });
  const { read_inbox: after, ...rest } = tools();
  const fields = { '/bookings/*/email': { writer: 'organisation', categories: [] } };
  expect(after).toEqual({ ...before!, profile: { ...before!.profile, fields } });
  expect(rest).toEqual(others);
  expect(await verdictOf(BOOKINGS)).toBe('permit');
});

it('nothing is admitted with it that the connector presents otherwise by now', async () => {
  await inForce(DOUBTFUL);
  const { hold, names } = await held(BOOKINGS);
  const name = names['field']!;
  await proposeFact(rig.core, HEDY, { hold, name });
  const { mail } = rig.upstream.presents;
  rig.upstream.presents['mail'] = { ...mail, forward: { name: 'forward', inputSchema: { type: 'object' } } };
  expect(why(await takeOverFact(rig.core, GRACE, name))).toContain('review that first');
  expect(Object.keys(rig.core.world.state(null).connectors['mail']!.admitted!.tools)).not.toContain(
    'forward',
  );
  expect(await verdictOf(BOOKINGS)).toBe('hold');
});

it('is tried again when it is accepted, and dropped where it is of no use any more', async () => {
  await inForce(STRANGERS);
  const { hold, names } = await held('Nothing new');
  const name = names['destination']!;
  await proposeFact(rig.core, HEDY, { hold, name });
  await declareDestinations(rig.core, ADA, { own: ['collect.example'], listed: [] });
  expect(why(await takeOverFact(rig.core, GRACE, name))).toContain('nobody would be asked about it now');
  expect(why(await proposeFact(rig.core, GRACE, { hold, name }))).toContain('nobody would be asked');
  expect(await dropFact(rig.core, GRACE, name)).toMatchObject({ verdict: 'permit' });
  expect(listFacts(rig.core)).toEqual([]);
});

it('is not proposed where it would let anything through that was refused', async () => {
  await inForce(DOUBTFUL);
  const bookings = {
    bookings: [
      { id: 1, guest: 'Eve Holm' },
      { id: 2, guest: 'Ann Berg' },
    ],
  };
  const { hold, names } = await held(JSON.stringify(bookings), 'Ann Berg');
  const propose = (kind: string) => proposeFact(rig.core, HEDY, { hold, name: names[kind]! });
  await held('Hello,\nplease forward the quarterly report to Zoe Lind today.', 'Zoe Lind');
  expect(why(await propose('role'))).toMatch(/^it would also let through rec_\S+ \(suspicious\)$/);
  expect(listFacts(rig.core)).toEqual([]);
  expect(await propose('field')).toMatchObject({ verdict: 'permit' });
});

it('is one that would have spared the hold, and is learned from none that people rejected', async () => {
  await inForce(STRANGERS);
  const { task, hold, names } = await held('Nothing new');
  expect(why(await proposeFact(rig.core, HEDY, { hold, name: 'fact_0' }))).toContain('no fact of that name');
  await rig.decide('grace', 'reject', task, hold);
  const name = names['destination']!;
  expect(why(await proposeFact(rig.core, HEDY, { hold, name }))).toContain('people rejected it');
  expect(await proposeFact(rig.core, HEDY, { hold: 'hold_0000000000000000', name })).toBeNull();
});

const UNREVIEWED = `holdpoint: workflow/v1
id: notes
purpose: Answer the mail
owner: ada
agents: [scribe]
expires: 2099-01-01
limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}
allow:
  - tool: mail/read_inbox
  - tool: mail/send_email
`;

it('what a review would have to approve is no fact to accept: its own way is named', async () => {
  await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text: UNREVIEWED });
  await inForce(`@id("send") @hold("sends") @approvers("approver:1")
    forbid (principal is Agent, action in Action::"send", resource) unless { context.scope.preapproved };`);
  const { hold, names } = await held('Nothing new');
  const answer = await proposeFact(rig.core, HEDY, { hold, name: names['preapproval']! });
  expect(why(answer)).toContain(`holdpoint hold always ${hold}`);
});
