import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccess, type AccessInput } from './evaluate.ts';
import { Overloaded } from '../loop/queue.ts';
import { ADA, GRACE, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { searchAccess } from './search.ts';
import { kill } from '../tasks.ts';
import { holdBack, turn } from '../loop/timeline.contract.ts';
import { registerAgent } from '../verbs.ts';

let rig: Rig;
let other: Joined;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
  other = await rig.join();
});
afterEach(() => rig.stop());

function mayRead(about: string | null = null): AccessInput {
  return {
    subject: { type: 'agent', id: 'scribe' },
    action: { name: 'read', properties: {} },
    resource: { type: 'connector', id: 'notes', properties: {} },
    about,
    fulfils: [],
  };
}

async function verdictsOf(core: Rig['core'], ...inputs: readonly AccessInput[]): Promise<string[]> {
  const evaluation = await evaluateAccess(core, ADA, inputs, null);
  return 'refused' in evaluation ? ['refused'] : evaluation.answers.map(({ verdict }) => verdict);
}

const stopAll = { target: { kind: 'all' }, lift: false, reason: 'drill' } as const;

describe('an evaluation', () => {
  it('is durable before it is answered', async () => {
    rig.store.fault = () => new Overloaded(0);
    await expect(verdictsOf(rig.core, mayRead())).rejects.toThrow(Overloaded);
    rig.store.fault = () => null;
    expect(await verdictsOf(rig.core, mayRead())).toEqual(['permit']);
    expect(rig.journal.filter((line) => line.startsWith('append access-evaluated'))).toHaveLength(1);
  });

  it('is decided on what another replica has recorded', async () => {
    expect(await verdictsOf(other.core, mayRead())).toEqual(['permit']);
    await kill(rig.core, ADA, stopAll);
    expect(await verdictsOf(other.core, mayRead())).toEqual(['deny']);
  });

  it('is decided on the task as another replica left it', async () => {
    const task = await rig.open();
    expect(await verdictsOf(other.core, mayRead(task), mayRead())).toEqual(['permit', 'permit']);
    await rig.close(task);
    expect(await verdictsOf(other.core, mayRead(task), mayRead())).toEqual(['deny', 'permit']);
  });

  it('is nothing that makes another replica decide again', async () => {
    const task = await rig.open();
    await other.call(task, 'notes/read');
    const open = holdBack(other.store);
    const late = other.call(task, 'notes/read', { n: 2 });
    await turn();
    await verdictsOf(rig.core, mayRead(task));
    const search = { sought: 'subject', question: mayRead(), limit: 1, token: null } as const;
    await searchAccess(rig.core, ADA, search);
    open();
    expect(await late).toMatchObject({ verdict: 'permit' });
    expect(other.core.meters.read().redecided).toBe(0);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('says the same of one question under one key, and none of the words', async () => {
    await verdictsOf(rig.core, mayRead(), mayRead(), { ...mayRead(), fulfils: ['notify'] });
    const records = (await rig.store.read({ fromSeq: 0, limit: 1_000 })).filter(
      ({ type }) => type === 'access-evaluated',
    );
    const digests = records.map(
      ({ text }) => (JSON.parse(text) as { body: { question: string } }).body.question,
    );
    expect(digests[0]).toMatch(/^[\w-]{43}$/);
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });
});

describe('a name that exists nowhere', () => {
  const bodiesOf = async (type: string) => {
    const records = await rig.store.read({ fromSeq: 0, limit: 1_000 });
    return records.filter((one) => one.type === type).map(({ text }) => (JSON.parse(text) as Recorded).body);
  };
  interface Recorded {
    readonly body: { readonly subject: { readonly type: string }; readonly [member: string]: unknown };
  }

  it('stands in the record as its keyed digest, and one that does as it is', async () => {
    const { subject, action, resource } = mayRead();
    const word = 'ann@example.com';
    const named = (name: string) => ({ ...action, name });
    await verdictsOf(
      rig.core,
      mayRead(),
      { ...mayRead(), subject: { ...subject, type: word } },
      { ...mayRead(), action: named(word) },
      { ...mayRead(), resource: { ...resource, type: word } },
      { ...mayRead(), resource: { ...resource, id: word }, action: named(`${word}/read`) },
      { ...mayRead(), resource: { ...resource, type: 'organization', id: 'main' }, action: named('kill') },
      { ...mayRead(), resource: { ...resource, type: 'organization', id: 'main' }, action: named(word) },
    );
    const bodies = await bodiesOf('access-evaluated');
    expect(JSON.stringify(bodies)).not.toContain(word);
    const digest = bodies[1]!.subject.type;
    expect(digest).toMatch(/^unknown:[\w-]{43}$/);
    expect(bodies.map((body) => [body.subject.type, body['action'], body['resource']])).toEqual([
      ['agent', 'notes/read', 'connector'],
      [digest, 'notes/read', 'connector'],
      ['agent', `notes/${digest}`, 'connector'],
      ['agent', expect.stringMatching(/^unknown:.*\/unknown:/), digest],
      ['agent', expect.stringMatching(/^unknown:.*\/unknown:/), 'connector'],
      ['agent', 'kill', 'organization'],
      ['agent', digest, 'organization'],
    ]);
  });

  it('stands so in the record of a search, where what is sought stands empty', async () => {
    const { action, resource } = mayRead();
    const search = { sought: 'resource', limit: 9, token: null } as const;
    const sought = { ...mayRead(), resource: { ...resource, id: '' } };
    const found = await searchAccess(rig.core, ADA, { ...search, question: sought });
    expect(found).toMatchObject({ results: [{ id: 'notes' }] });
    const unknown = { ...sought, action: { ...action, name: 'ann@example.com' } };
    await searchAccess(rig.core, ADA, { ...search, question: unknown });
    const [known, strange] = await bodiesOf('access-searched');
    expect(known).toMatchObject({ action: '/read', resource: 'connector' });
    expect(strange!['action']).toMatch(/^\/unknown:[\w-]{43}$/);
  });

  it('stands so where an agent asks, under the key of its task', async () => {
    const task = await rig.open();
    const asked = { ...mayRead(task), action: { name: 'ann@example.com', properties: {} } };
    const agent = { kind: 'agent', id: 'scribe' } as const;
    await evaluateAccess(rig.core, agent, [asked], null);
    const [body] = await bodiesOf('access-evaluated');
    expect(body!['action']).toMatch(/^notes\/unknown:[\w-]{43}$/);
    expect(body!['question']).toMatch(/^[\w-]{43}$/);
    expect(rig.core.world.task(task)!.usage.denials).toBe(1);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });
});

describe('whoever may not ask', () => {
  it('gets the recorded refusal and nothing else', async () => {
    const refused = await evaluateAccess(rig.core, GRACE, [mayRead()], null);
    expect(refused).toMatchObject({
      refused: { verdict: 'deny', reasons: [{ code: 'policy-default-deny' }] },
    });
    const search = { sought: 'subject', question: mayRead(), limit: 1, token: null } as const;
    expect(await searchAccess(rig.core, GRACE, search)).toMatchObject({ refused: { verdict: 'deny' } });
  });
});

describe('a page token', () => {
  it('is good at every replica', async () => {
    const agent = { id: 'aide', owner: 'ada', environment: 'test', groups: [], identity: null };
    await registerAgent(rig.core, ADA, agent);
    const search = { sought: 'subject', question: mayRead(), limit: 1 } as const;
    const first = await searchAccess(rig.core, ADA, { ...search, token: null });
    expect(first).toMatchObject({ results: [{ id: 'aide' }], next: expect.any(String) as string });
    const { next: token } = first as { next: string };
    const second = await searchAccess(other.core, ADA, { ...search, token });
    expect(second).toMatchObject({ results: [{ id: 'scribe' }], next: null });
  });
});
