import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ToolProfile } from '../../kernel/state.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { describeDestinations } from './destinations.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { declareDestinations, registerAgent } from '../verbs.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const profile: ToolProfile = {
    egress: 'external',
    roles: { '/to': 'destination' },
    output: { sensitivity: 'internal', categories: [], integrity: 'untrusted' },
  };
  const upstream = { transport: 'http', url: 'http://127.0.0.1:2/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const { tools } = rig.core.world.state(null).connectors['notes']!.proposal!;
  const profiles = Object.fromEntries(tools.map(({ name }) => [name, profile]));
  const effects = Object.fromEntries(tools.map(({ name }) => [name, ['read'] as const]));
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
});
afterEach(() => rig.stop());

function facts() {
  return { connectors: rig.core.world.state(null).connectors, vault: rig.core.vault };
}

function destinations(task: string, to: unknown, { known = true, agent = 'scribe' } = {}) {
  const [tool] = Object.keys(rig.core.world.state(null).connectors['notes']!.admitted!.tools);
  const asked = { agent, task, connector: 'notes', tool: tool!, arguments: { to } as never };
  return describeDestinations(facts(), asked, known);
}

it('equal addresses of a task have equal commitments, and those of another task have others', async () => {
  const [one, other] = [await rig.open(), await rig.open()];
  const [first, second] = destinations(one, ['A@x.com', 'https://y.net/1', 'a@X.com']);
  expect(destinations(one, 'A@x.com, a@x.com')).toEqual([first]);
  expect(first).toMatchObject({ host: 'x.com' });
  expect(second).toMatchObject({ host: 'y.net' });
  expect(second?.commitment).not.toBe(first?.commitment);
  const [elsewhere] = destinations(other, 'a@x.com');
  expect(elsewhere?.commitment).not.toBe(first?.commitment);
  expect(first?.commitment).toMatch(/^hmac-sha256:/);
});

it('where they lead is committed to alike in all tasks of an agent, and of no other', async () => {
  const [one, other] = [await rig.open(), await rig.open()];
  await registerAgent(rig.core, ADA, {
    id: 'courier',
    owner: 'ada',
    environment: 'test',
    groups: [],
    identity: null,
  });
  const [first, page, name] = destinations(one, ['A@x.com', 'https://X.com/1', '#general']);
  expect(first?.ofAgent).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(page?.ofAgent).toBe(first?.ofAgent);
  expect(name?.ofAgent).not.toBe(first?.ofAgent);
  const again = destinations(other, ['b@x.com', '#general', '#other', 'https://sub.x.com']);
  expect(again[0]?.ofAgent).toBe(first?.ofAgent);
  expect(again[1]?.ofAgent).toBe(name?.ofAgent);
  expect(new Set(again.map(({ ofAgent }) => ofAgent)).size).toBe(4);
  const [others] = destinations(other, 'a@x.com', { agent: 'courier' });
  expect(others?.ofAgent).not.toBe(first?.ofAgent);
  const [nobodys] = destinations(other, 'a@x.com', { agent: 'nobody' });
  expect(nobodys).not.toHaveProperty('ofAgent');
});

it('what is no text is one value of which nothing is known', async () => {
  const task = await rig.open();
  expect(destinations(task, { deep: ['evil.net'] })).toMatchObject([{ host: null, isName: false }]);
});

it('a plain name is told from an address that cannot be read', async () => {
  const task = await rig.open();
  expect(destinations(task, ['#general', 'javascript:x'])).toMatchObject([
    { host: null, isName: true },
    { host: null, isName: false },
  ]);
});

it('beyond so many there is one more, of which nothing is known', async () => {
  const task = await rig.open();
  const many = Array.from({ length: 300 }, (_, index) => `h${index}.net`);
  const found = destinations(task, many);
  expect(found).toHaveLength(257);
  expect(found.at(-1)).toEqual({ host: null, isName: false, commitment: '' });
});

it('a task whose words are erased commits to none', async () => {
  const task = await rig.open();
  const found = destinations(task, 'a@x.com', { known: false });
  expect(found).toEqual([{ host: 'x.com', isName: false, commitment: '' }]);
});

it('a tool that nobody admitted has no destinations', async () => {
  const task = await rig.open();
  const asked = {
    agent: 'scribe',
    task,
    connector: 'notes',
    tool: 'constructor',
    arguments: { to: 'a@x.com' },
  };
  expect(describeDestinations(facts(), asked, true)).toEqual([]);
});

it('a call records how far it went, and to what as a commitment alone', async () => {
  await declareDestinations(rig.core, ADA, { own: ['x.com'], listed: [] });
  const task = await rig.open('Write to secret-name@x.com');
  const [tool] = Object.keys(rig.core.world.state(null).connectors['notes']!.admitted!.tools);
  await rig.call(task, `notes/${tool}`, { to: 'secret-name@x.com' });
  const { usage } = rig.core.world.task(task)!;
  const [addressed] = destinations(task, 'secret-name@x.com');
  expect(usage.destinations).toEqual([addressed?.commitment]);
  expect(usage.crossings).toBe(1);
  const records = await rig.store.read({ fromSeq: 0, limit: 1_000, stream: `task/${task}` });
  expect(records.map(({ text }) => text).join('\n')).not.toContain('secret-name');
});
