// "Always allow" proposes what would have spared the very question, for somebody else to publish.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { Sensitivity } from '../../kernel/flow/label.ts';
import type { ProposedPolicy, ToolProfile } from '../../kernel/state.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { proposeAlways } from './always-allow.ts';
import { draftAlways } from './always-draft.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { addOperator } from '../verbs.ts';
import { quarantine } from '../tasks.ts';
import { eraseTask } from '../ledger/erase.ts';

const INES = { kind: 'operator', id: 'ines' } as const;
let rig: Rig;
let task: string;

beforeEach(async () => {
  rig = await startRig();
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
  await takesOnly({ text: { type: 'string' } });
  task = await rig.open();
});
afterEach(() => rig.stop());

/** What the tool takes from now on. */
async function takesOnly(properties: JsonObject, roles: ToolProfile['roles'] = {}): Promise<void> {
  const { write } = rig.upstream.presents['notes'] as { write: JsonObject };
  const inputSchema = { type: 'object', properties, additionalProperties: false };
  await admit({ ...write, inputSchema }, roles);
}

async function admit(
  write: JsonObject,
  roles: ToolProfile['roles'],
  sensitivity: Sensitivity = 'public',
): Promise<void> {
  const presents = rig.upstream.presents as { [connector: string]: JsonObject };
  presents['notes'] = { ...presents['notes'], write };
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const output = { sensitivity: 'public', categories: [], integrity: 'trusted' } as const;
  const profiles = {
    read: { egress: 'none', roles: {}, output: { ...output, sensitivity } },
    write: { egress: 'none', roles, output },
  } as const;
  const effects = { read: ['read'], write: ['write'] } as const;
  const answer = await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
  expect(answer).toMatchObject({ verdict: 'permit' });
}

async function hold(): Promise<string> {
  const held = await rig.call(task, 'notes/write');
  if (held.verdict !== 'hold') throw new Error(held.verdict);
  return held.hold;
}

const why = async (id: string): Promise<string> => {
  const draft = await draftAlways(rig.core, id);
  return draft?.kind === 'refused' ? draft.why : JSON.stringify(draft);
};

it('is proposed, changes nothing until somebody else publishes it, and spares what it says', async () => {
  const id = await hold();
  const draft = await draftAlways(rig.core, id);
  expect(draft).toMatchObject({
    kind: 'draft',
    condition: expect.stringContaining(
      '  action == Action::"notes/write" &&\n  context.task.workflow == "notes" &&\n' +
        '  !(context.input has text) &&\n  context.data.sensitivity <= 0',
    ),
    policies: ['starter.agent.write-or-send'],
  });
  const proposed = await proposeAlways(rig.core, INES, id);
  if (proposed === null || 'kind' in proposed || proposed.verdict !== 'permit')
    throw new Error('not proposed');
  expect(proposed).toMatchObject({ published: false });
  const other = await rig.open();
  expect(await rig.call(other, 'notes/write')).toMatchObject({ verdict: 'hold' });
  expect((await publishPolicy(rig.core, INES, proposed.digest)).verdict).toBe('deny');
  expect((await publishPolicy(rig.core, ADA, proposed.digest)).verdict).toBe('permit');
  expect(await rig.call(other, 'notes/write')).toMatchObject({ verdict: 'permit' });
  expect(await rig.call(other, 'desk/drop')).toMatchObject({ verdict: 'hold' });
  expect(await why(id)).toContain('asks nobody about it');
});

it('spares other words of no more sensitive data alone, also where policy watches the data', async () => {
  const id = '@id("data") @hold("passes on what is confidential") @approvers("approver:1")';
  const when = 'when { context.data.sensitivity >= 2 };';
  const scope = '(principal is Agent, action == Action::"notes/write", resource)';
  const text = `${STARTER_POLICY.text}\n${id} forbid ${scope} ${when}`;
  const set = await proposePolicy(rig.core, INES, [{ ...STARTER_POLICY, text }]);
  await publishPolicy(rig.core, ADA, set.verdict === 'permit' ? set.digest : '');
  const inputSchema = {
    type: 'object',
    properties: { text: { type: 'string' } },
    additionalProperties: false,
  };
  const write = { name: 'write', description: 'It will write', inputSchema };
  const tell = async (words: string, sensitivity: Sensitivity) => {
    await admit(write, { '/text': 'content' }, sensitivity);
    const at = await rig.open();
    expect(await rig.call(at, 'notes/read')).toMatchObject({ verdict: 'permit' });
    return rig.call(at, 'notes/write', { text: words });
  };
  const held = await tell('the summary', 'confidential');
  if (held.verdict !== 'hold') throw new Error(held.verdict);
  const draft = await draftAlways(rig.core, held.hold);
  expect(draft).toMatchObject({ free: ['text'], policies: expect.arrayContaining(['data']) });
  const always = await proposeAlways(rig.core, INES, held.hold);
  if (always === null || 'kind' in always || always.verdict !== 'permit') throw new Error('not proposed');
  await publishPolicy(rig.core, ADA, always.digest);
  expect(await tell('another summary', 'confidential')).toMatchObject({ verdict: 'permit' });
  expect(await tell('what nobody may know', 'restricted')).toMatchObject({ verdict: 'hold' });
});

describe('several that wait', () => {
  const heldFor = async (text: string): Promise<string> => {
    const held = await rig.call(await rig.open(), 'notes/write', { text });
    if (held.verdict !== 'hold') throw new Error(held.verdict);
    return held.hold;
  };
  const offered = async (id: string): Promise<string> => {
    const answer = await proposeAlways(rig.core, INES, id);
    if (answer === null || 'kind' in answer || answer.verdict !== 'permit') throw new Error('not proposed');
    return answer.digest;
  };
  const published = async (digest: string) => {
    const answer = await publishPolicy(rig.core, ADA, digest);
    if (answer.verdict === 'invalid') throw new Error('invalid');
    return answer;
  };
  const verdictOn = async (text: string): Promise<string> =>
    (await rig.call(await rig.open(), 'notes/write', { text })).verdict;

  it('are published one after the other, and both count', async () => {
    const [first, second] = [await offered(await heldFor('a')), await offered(await heldFor('b'))];
    const { rebased = [], fallen } = await published(first);
    expect(fallen).toEqual([]);
    expect(rebased).toEqual([{ was: second, digest: expect.any(String) }]);
    expect([await verdictOn('a'), await verdictOn('b')]).toEqual(['permit', 'hold']);
    const [{ digest, author }] = rig.core.world.state(null).org.proposedPolicies as [ProposedPolicy];
    expect({ digest, author }).toEqual({ digest: rebased[0]!.digest, author: INES.id });
    expect((await publishPolicy(rig.core, INES, digest)).verdict).toBe('deny');
    expect((await publishPolicy(rig.core, ADA, second)).verdict).toBe('deny');
    expect(await published(digest)).toMatchObject({ verdict: 'permit', rebased: [] });
    expect([await verdictOn('a'), await verdictOn('b'), await verdictOn('c')]).toEqual([
      'permit',
      'permit',
      'hold',
    ]);
  });

  it('fall away where the set that takes force leaves them nothing to do, and say so', async () => {
    const [first, again] = [await heldFor('a'), await heldFor('a')];
    const [digest, second] = [await offered(first), await offered(again)];
    const { rebased, fallen } = await published(digest);
    expect(rebased).toEqual([]);
    expect(fallen).toEqual([{ digest: second, why: expect.stringContaining('asks nobody') }]);
    expect(rig.core.world.state(null).org.proposedPolicies).toEqual([]);
  });

  it('wait on beside a set that somebody wrote, which itself would undo what takes force', async () => {
    const always = await offered(await heldFor('a'));
    const written = [STARTER_POLICY, { name: 'more.cedar', text: '// nothing yet' }];
    const proposed = await proposePolicy(rig.core, INES, written);
    const other = await proposePolicy(rig.core, INES, [{ ...STARTER_POLICY, name: 'other.cedar' }]);
    if (proposed.verdict !== 'permit' || other.verdict !== 'permit') throw new Error('not proposed');
    const { rebased = [] } = await published(proposed.digest);
    expect(rebased.map(({ was }) => was)).toEqual([always]);
    const waiting = rig.core.world.state(null).org.proposedPolicies;
    expect(waiting.map(({ sources }) => sources.map(({ name }) => name))).toEqual([
      ['starter.cedar', 'more.cedar'],
    ]);
    await published(rebased[0]!.digest);
    expect([await verdictOn('a'), await verdictOn('b')]).toEqual(['permit', 'hold']);
  });
});

it('is for those who may propose policy', async () => {
  const answer = await proposeAlways(rig.core, { kind: 'operator', id: 'grace' }, await hold());
  expect(answer).toMatchObject({ verdict: 'deny' });
});

describe('is not proposed', () => {
  it('of what nobody knows', async () => {
    expect(await draftAlways(rig.core, 'hold_none')).toBeNull();
  });

  it('of what people rejected, or what asks for it in another shape', async () => {
    const id = await hold();
    await rig.decide('grace', 'reject', task, id);
    expect(await why(id)).toContain('rejected');
    const again = await rig.call(task, 'notes/write', { text: 'other' });
    expect(await why(again.verdict === 'hold' ? again.hold : '')).toContain('variation');
  });

  it('of what an approver replaced', async () => {
    const id = await hold();
    await rig.decide('grace', 'approve', task, id, [], { edit: { text: 'less' } });
    expect(await why(id)).toContain('other arguments');
  });

  it('of a task that was quarantined', async () => {
    const id = await hold();
    const { quiesced } = await quarantine(rig.core, ADA, { task, reason: 'odd' });
    await quiesced;
    expect(await why(id)).toContain('quarantined');
  });

  it('of arguments that no policy can read', async () => {
    await takesOnly({ text: {} });
    const held = await rig.call(task, 'notes/write', { text: 'x' });
    expect(await why(held.verdict === 'hold' ? held.hold : '')).toContain('tells such an action apart: text');
  });

  it('of a tool that takes more than it says: nobody saw what it may be given next', async () => {
    await admit({ name: 'write', description: 'It will write', inputSchema: { type: 'object' } }, {});
    expect(await why(await hold())).toContain('tells such an action apart: whatever else its schema lets in');
  });

  it('of a whole argument of which only a part says what is passed on', async () => {
    const text = { type: 'string' };
    const message = { type: 'object', properties: { body: text, to: text }, additionalProperties: false };
    await takesOnly({ message }, { '/message/body': 'content' });
    const held = await rig.call(task, 'notes/write', { message: { body: 'hi', to: 'team' } });
    const draft = await draftAlways(rig.core, held.verdict === 'hold' ? held.hold : '');
    expect(draft).toMatchObject({ free: [], condition: expect.stringContaining('message.body == "hi"') });
  });

  it('where it would be no use', async () => {
    const id = await hold();
    const never = '@id("no-writes") forbid (principal, action == Action::"notes/write", resource);';
    const sources = [STARTER_POLICY, { name: 'never.cedar', text: never }];
    const proposed = await proposePolicy(rig.core, INES, sources);
    await publishPolicy(rig.core, ADA, proposed.verdict === 'permit' ? proposed.digest : '');
    expect(await why(id)).toContain('no use: deny by no-writes');
  });

  it('where a policy that asked is gone', async () => {
    const id = await hold();
    const text = STARTER_POLICY.text.replace('starter.agent.write-or-send', 'writes');
    const proposed = await proposePolicy(rig.core, INES, [{ ...STARTER_POLICY, text }]);
    await publishPolicy(rig.core, ADA, proposed.verdict === 'permit' ? proposed.digest : '');
    expect(await why(id)).toContain('not in force any more');
  });

  it('of words that are gone', async () => {
    const id = await hold();
    await rig.close(task);
    await eraseTask(rig.core, ADA, task);
    expect(await why(id)).toContain('not kept');
  });
});
