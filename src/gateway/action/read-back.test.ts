import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { Event } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import type { ReadBack } from '../../kernel/action/verification.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { channelTo, sampleNotifier, type SampleNotifier } from '../notices/sample-notifier.contract.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { replay } from '../replay/replay.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';

const PLAN: ReadBack = {
  tool: 'read',
  with: { id: { result: '/id' }, of: { argument: '/folder' } },
  checks: [{ check: 'echo', result: '/title', argument: '/title' }],
};
const READING: ToolProfile = {
  egress: 'none',
  roles: {},
  output: { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' },
};
const READS = '(principal, action == Action::"notes/read", resource)';
const ASKED = { title: 'Minutes', folder: 'team' };

let rig: Rig;
let people: SampleNotifier;
/** What stands at the connector once something was written. */
let kept: JsonObject;
beforeEach(() => {
  people = sampleNotifier();
  kept = { title: 'Minutes' };
});
afterEach(() => rig.stop());

const done = (content: JsonObject): Promise<UpstreamOutcome> =>
  Promise.resolve({ outcome: 'succeeded', result: { structuredContent: content } });

type ConnectorEffects = { readonly [tool: string]: readonly Effect[] };

interface Setting {
  readonly plan?: ReadBack;
  readonly allow?: readonly string[];
  readonly steps?: string;
  readonly policy?: string;
  readonly limits?: string;
  readonly output?: ToolProfile['output'];
}

/** A task in which writing is permitted, and read back as the plan says. */
async function given({
  plan = PLAN,
  allow,
  steps = '',
  limits = '',
  policy = '',
  output = READING.output,
}: Setting = {}) {
  const channels = [channelTo(people, { events: ['outcome-contradicted'] })];
  rig = await startRig({ options: { notifying: { url: 'https://holdpoint.example', channels } } });
  await putInForce(rig, [
    { name: 'all.cedar', text: `@id("all") permit (principal, action, resource);${policy}` },
  ]);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const profiles = { read: { ...READING, output }, write: { ...READING, output, readBack: plan } };
  const effects = { read: ['read'], write: ['write'] } as const;
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
  const tools = (allow ?? ['notes/read', 'notes/write']).map((tool) => `  - tool: ${tool}`);
  const head = 'holdpoint: workflow/v1\nid: notes\npurpose: Keep notes\nowner: ada\nagents: [scribe]';
  const text = `${head}\nexpires: 2099-01-01\n${limits}allow:\n${tools.join('\n')}\n${steps}`;
  await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text });
  await rig.core.notifying!.round();
  rig.upstream.answer = ({ tool }) => done(tool === 'write' ? { id: 'n7' } : kept);
  return rig.open();
}

async function recorded(): Promise<readonly Event[]> {
  const rows = await rig.store.read({ fromSeq: 0, limit: 1_000 });
  return rows.map(({ text }) => JSON.parse(text) as Event).filter(({ stream }) => stream.startsWith('task/'));
}

async function told() {
  const events = await recorded();
  return events.flatMap((event) => (event.type === 'outcome-read-back' ? [event.body] : []));
}

it('is an action of the task like any other, recorded with what it showed and no value', async () => {
  const task = await given();
  const answer = await rig.call(task, 'notes/write', ASKED);
  expect(answer).toMatchObject({ verdict: 'permit', reply: { result: { structuredContent: { id: 'n7' } } } });
  const [written, read] = rig.upstream.calls;
  expect(written).toMatchObject({ tool: 'write' });
  expect(read).toMatchObject({ tool: 'read', task, arguments: { id: 'n7', of: 'team' } });
  const events = await recorded();
  expect(events.slice(1).map(({ type }) => type)).toEqual([
    'action-permitted',
    'action-settled',
    'action-permitted',
    'action-settled',
    'outcome-read-back',
  ]);
  const action = written!.action;
  const verified = { verdict: 'confirmed', by: ['read echo /title'] };
  expect(await told()).toEqual([{ action, connector: 'notes', tool: 'write', read: read!.action, verified }]);
  expect(events.at(-1)!.causes).toEqual([events[1]!.id, events[3]!.id]);
  // The task has read what was read for it: its labels count.
  expect(rig.core.world.task(task)?.data).toMatchObject({ sensitivity: 'restricted', categories: ['pii'] });
  expect(rig.core.world.task(task)?.usage).toMatchObject({ calls: 2, contradicted: 0 });
  expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  const again: [unknown, unknown][] = [];
  for await (const moment of replay(rig.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind === 'replayed') again.push([moment.again.verdict, moment.recorded.verdict]);
  }
  expect(again).toEqual([
    ['permit', 'permit'],
    ['permit', 'permit'],
  ]);
});

it('counts what it contradicts before the caller is answered, and tells people without a value', async () => {
  const task = await given();
  kept = { title: 'Something else' };
  await rig.call(task, 'notes/write', ASKED);
  expect(await told()).toMatchObject([{ verified: { verdict: 'contradicted', by: ['read echo /title'] } }]);
  const { usage } = rig.core.world.task(task)!;
  expect(usage.contradicted).toBe(1);
  expect(usage.byTool['notes/write']).toMatchObject({ calls: 1, succeeded: 0 });
  await rig.core.notifying!.round();
  expect(people.taken.map(({ subject }) => subject)).toEqual([
    'what was read back contradicts what was asked: read echo /title',
  ]);
  expect(people.taken[0]!.notices).toMatchObject([
    { kind: 'outcome-contradicted', task, connector: 'notes', tool: 'write' },
  ]);
  expect(JSON.stringify(people.taken)).not.toContain('Something else');
});

it('is compared as it came, whatever policy takes out of what the agent is given', async () => {
  const drop = '@id("drop") @redact("/title") permit (principal, action == Action::"notes/read", resource);';
  const task = await given({ policy: drop });
  await rig.call(task, 'notes/write', ASKED);
  expect(await told()).toMatchObject([{ verified: { verdict: 'confirmed' } }]);
  const read = await rig.call(task, 'notes/read', { id: 'n7' });
  expect(JSON.stringify(read)).not.toContain('Minutes');
});

it.each([
  ['outside of the scope', { allow: ['notes/write'] }],
  [
    'outside of the step',
    { steps: 'steps:\n  - {name: a, tools: [notes/write]}\n  - {name: b, tools: [notes/read]}\n' },
  ],
  ['a place where nothing stands', { plan: { ...PLAN, with: { id: { result: '/none' } } } }],
] as const)(
  'is not asked for where it is %s: nothing is told, and nobody is to blame',
  async (_, setting) => {
    const task = await given(setting);
    expect(await rig.call(task, 'notes/write', ASKED)).toMatchObject({ verdict: 'permit' });
    expect(rig.upstream.calls).toHaveLength(1);
    expect(await told()).toMatchObject([{ read: null, verified: { verdict: 'untold' } }]);
    expect(rig.core.world.task(task)?.usage).toMatchObject({ denials: 0, holds: 0, contradicted: 0 });
  },
);

it('has no authority of its own: what policy denies is not read', async () => {
  const task = await given({ policy: `@id("no") forbid ${READS};` });
  expect(await rig.call(task, 'notes/write', ASKED)).toMatchObject({ verdict: 'permit' });
  expect(rig.upstream.calls).toHaveLength(1);
  expect(await told()).toMatchObject([{ read: null, verified: { verdict: 'untold', by: ['read'] } }]);
});

const UNTOLD = { read: null, verified: { verdict: 'untold' } };
const ASK = `@id("ask") @hold("a look") @approvers("approver:1") forbid ${READS};`;

it('is not asked for where people would have to approve it, and takes no hold of the task', async () => {
  const task = await given({ policy: ASK, limits: 'limits: {holds: 1}\n' });
  for (const again of [1, 2, 3]) {
    expect(await rig.call(task, 'notes/write', { ...ASKED, again })).toMatchObject({ verdict: 'permit' });
  }
  expect(rig.upstream.calls).toHaveLength(3);
  expect(await told()).toMatchObject([UNTOLD, UNTOLD, UNTOLD]);
  expect(rig.core.world.task(task)).toMatchObject({ holds: {}, usage: { holds: 0, denials: 0 } });
  expect(await rig.call(task, 'notes/read', { id: 'n7' })).toMatchObject({ verdict: 'hold' });
});

it('leaves what people approved to the agent that asked for it', async () => {
  // What it was approved on is not to move.
  const output = { sensitivity: 'public', categories: [], integrity: 'trusted' } as const;
  const task = await given({ policy: ASK, output });
  const asked = { id: 'n7', of: 'team' };
  const own = await rig.call(task, 'notes/read', asked);
  const hold = own.verdict === 'hold' ? own.hold : '';
  await rig.decide('grace', 'approve', task, hold);
  await rig.call(task, 'notes/write', ASKED);
  expect(rig.core.world.task(task)?.holds[hold]).toMatchObject({ approvals: [{}], usedBy: null });
  kept = { title: 'read by the agent' };
  expect(JSON.stringify(await rig.call(task, 'notes/read', asked))).toContain('read by the agent');
  // What it was answered then shows nothing of what is there now.
  await rig.call(task, 'notes/write', { ...ASKED, again: true });
  expect(await told()).toMatchObject([UNTOLD, UNTOLD]);
});

it('is no fault of the agent where the connector names what the task may not read', async () => {
  const pattern = 'type: object, properties: {id: {type: string, pattern: "^n[0-9]+$"}}';
  const task = await given({ allow: [`notes/read\n    arguments: {${pattern}}`, 'notes/write'] });
  rig.upstream.answer = () => done({ id: '../secret' });
  expect(await rig.call(task, 'notes/write', ASKED)).toMatchObject({ verdict: 'permit' });
  expect(rig.upstream.calls).toHaveLength(1);
  expect(rig.core.world.task(task)?.usage).toMatchObject({ denials: 0 });
});

it('is not admitted by a tool that is gone or does more than read, nor of one that only reads', async () => {
  await given();
  const plan = { title: { argument: '/title' } };
  const admit = async (effects: ConnectorEffects, profiles: { [tool: string]: ToolProfile }) => {
    const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
    const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
    const answer = await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
    return answer.reasons.map(({ code, facts }) => [code, facts]);
  };
  const reading = (tool: string): ToolProfile => ({ ...READING, readBack: { ...PLAN, with: plan, tool } });
  const effects: ConnectorEffects = { read: ['read'], write: ['write'] };
  const refused = (tool: string, readBack: string) => [
    ['not-read-back', { connector: 'notes', tool, readBack }],
  ];
  expect(await admit(effects, { read: READING, write: reading('gone') })).toEqual(refused('write', 'gone'));
  expect(await admit({ ...effects, read: ['read', 'write'] }, { read: READING })).toEqual(
    refused('write', 'read'),
  );
  expect(await admit(effects, { read: reading('read'), write: READING })).toEqual(refused('read', 'read'));
  expect(await admit(effects, { read: READING, write: reading('read') })).toEqual([]);
});

it('is not done of a call that did not succeed, and tells nothing where the reading fails', async () => {
  const task = await given();
  rig.upstream.answer = () => Promise.resolve({ outcome: 'failed', error: { code: 1, message: 'no' } });
  await rig.call(task, 'notes/write', ASKED);
  expect(await told()).toEqual([]);
  rig.upstream.answer = ({ tool }) =>
    tool === 'write' ? done({ id: 'n7' }) : Promise.resolve({ outcome: 'unknown', code: 'upstream-closed' });
  await rig.call(task, 'notes/write', { ...ASKED, again: true });
  expect(await told()).toMatchObject([{ read: expect.any(String), verified: { verdict: 'untold' } }]);
});
