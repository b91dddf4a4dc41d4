import { afterAll, beforeAll, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from '../../../gateway/connectors/connector-verbs.ts';
import { proposeFact } from '../../../gateway/friction/propose.ts';
import { proposePolicy, publishPolicy } from '../../../gateway/policies/policy-verbs.ts';
import { openTask } from '../../../gateway/tasks.ts';
import { admitNotes, ask } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const GRACE = { kind: 'operator', id: 'grace' } as const;
const STRANGERS = {
  name: 'own.cedar',
  text: `@id("all") permit (principal, action, resource);
@id("strangers") @hold("goes to strangers") @approvers("approver:1")
forbid (principal is Agent, action in Action::"tool", resource)
when { context has destination && context.destination.trust == "new" };
`,
};

let terminal: SampleTerminal;
let hold: string;
let name: string;
beforeAll(async () => {
  terminal = await startTerminal();
  const { core } = terminal.sample;
  await admitNotes(core);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'notes', upstream, credential: null });
  const output = { sensitivity: 'internal', categories: [], integrity: 'untrusted' } as const;
  const profiles = { write_note: { egress: 'external', roles: { '/name': 'destination' }, output } } as const;
  await admitConnector(core, ADA, { connector: 'notes', proposal, effects: {}, profiles });
  const { digest } = (await proposePolicy(core, GRACE, [STRANGERS])) as { digest: string };
  await publishPolicy(core, ADA, digest);
  const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' });
  const held = await ask(core, opened.task!, 'write_note', { name: 'eve@moon.example' });
  if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
  hold = held.hold;
  await terminal.run('login --operator grace');
});
afterAll(() => terminal.stop());

it('a hold and the friction report name the command that proposes what would have spared it', async () => {
  const { out } = await terminal.run(`hold show ${hold}`);
  const [command = ''] = /holdpoint (fact propose \S+ \S+)/.exec(out) ?? [];
  name = command.split(' ').at(-1)!;
  expect(command).toBe(`holdpoint fact propose ${hold} ${name}`);
  expect((await terminal.run('friction')).out).toContain(`      ${command}\n`);
});

it('what was proposed waits, is not accepted by who proposed it, and is dropped', async () => {
  expect((await terminal.run('fact list')).out).toBe('no fact waits\n');
  const proposed = await terminal.run(`fact propose ${hold} ${name}`);
  expect(proposed).toMatchObject({ exit: 0 });
  expect(proposed.out).toContain(`proposed: moon.example is known\n`);
  expect((await terminal.run('fact list')).out).toContain(`${name}  grace`);
  const { out } = await terminal.run(`hold show ${hold}`);
  expect(out).toContain(`holdpoint fact accept ${name}`);
  expect(out).not.toContain('fact propose');
  expect((await terminal.run('friction')).out).not.toContain('fact propose');
  const own = await terminal.run(`fact accept ${name} --yes`);
  expect(own).toMatchObject({ exit: 2 });
  expect(own.err).toContain('Another operator takes it over');
  expect((await terminal.run(`fact drop ${name}`)).exit).toBe(0);
  expect(await terminal.json('fact list')).toMatchObject({ facts: [] });
  expect((await terminal.run(`fact accept ${name} --yes`)).err).toContain('holdpoint fact list');
});

it('is accepted by somebody else once they said that it is true', async () => {
  expect(await proposeFact(terminal.sample.core, ADA, { hold, name })).toMatchObject({ verdict: 'permit' });
  const unsure = await terminal.run(`fact accept ${name}`, { terminal: true, answers: ['n'] });
  expect(unsure.exit).not.toBe(0);
  expect((await terminal.json('destinations show'))['listed']).toEqual([]);
  const { exit, err } = await terminal.run(`fact accept ${name} --yes`);
  expect({ exit, err }).toMatchObject({ exit: 0 });
  expect(err).toContain('holdpoint destinations set --listed moon.example');
  expect(await terminal.json('destinations show')).toMatchObject({ listed: ['moon.example'] });
});

it('what is of no use is refused, and what nobody knows is not found', async () => {
  const { exit, err } = await terminal.run(`fact propose ${hold} ${name}`);
  expect(exit).toBe(1);
  expect(err).toContain('it is not proposed: nobody would be asked about it now');
  expect((await terminal.run(`fact propose hold_0000000000000000 ${name}`)).exit).toBe(1);
  const unknown = await terminal.run(`fact propose ${hold} fact_0000000000000000`);
  expect(unknown.err).toContain(`holdpoint hold show ${hold} names those that would`);
});
