import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishPolicy } from '../../../gateway/policies/policy-verbs.ts';
import { openTask } from '../../../gateway/tasks.ts';
import { ask, makePast, type Past } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
let terminal: SampleTerminal;
let past: Past;
let hold: string;
const CONDITION = `  action == Action::"notes/write_note" &&
  context.task.workflow == "notes" &&
  context.input has name &&
  context.input.name == "b" &&
  context.data.sensitivity <= 1 &&
  context.data.categories.isEmpty() &&
  context.sent.sensitivity <= 1 &&
  context.sent.categories.isEmpty() &&
  !(context has agent)
`;

beforeAll(async () => {
  terminal = await startTerminal();
  const { definitions } = terminal.sample;
  const inputSchema = {
    type: 'object',
    properties: { name: { type: 'string' } },
    additionalProperties: false,
  };
  definitions['write_note'] = { ...definitions['write_note'], inputSchema };
  past = await makePast(terminal.sample.core);
  await terminal.run('login --operator grace');
  await terminal.run('operator add ben --roles approver --key-out ben.key.json');
  const { hold: held } = (await terminal.json(`policy explain ${past.held}`)) as { hold: { id: string } };
  hold = held.id;
});
afterAll(() => terminal.stop());

it('what would be proposed is shown, and nothing is', async () => {
  const { exit, out } = await terminal.run(`hold always ${hold}`);
  expect(exit).toBe(0);
  expect(out).toBe(`starter.agent.write-or-send would not ask any more where\n${CONDITION}`);
  expect(terminal.sample.core.world.state(null).org.proposedPolicies).toEqual([]);
  expect((await terminal.run('hold always hold_0123456789abcdef')).err).toContain('holdpoint hold list');
});

it('approve --always shows it before anything is signed, approves, and proposes', async () => {
  const both = await terminal.run(`approve ${hold} --reason seen --always`, {
    args: ['--edit', '{"name":"c"}'],
  });
  expect(both.err).toContain('--edit');
  const approved = await terminal.run(`approve ${hold} --reason seen --always`);
  expect(approved).toMatchObject({ exit: 0 });
  expect(approved.err).toContain(CONDITION);
  const [proposal] = terminal.sample.core.world.state(null).org.proposedPolicies;
  expect(approved.out).toContain(`holdpoint policy publish ${proposal!.digest}`);
  const { core } = terminal.sample;
  expect(await ask(core, past.task, 'write_note', { name: 'b' })).toMatchObject({ verdict: 'permit' });
  // It was approved once, and the proposal is not in force.
  const later = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up again' });
  expect(await ask(core, later.task!, 'write_note', { name: 'b' })).toMatchObject({ verdict: 'hold' });
  expect((await terminal.run(`policy publish ${proposal!.digest}`)).err).toContain('publisher-is-author');
  expect((await publishPolicy(core, ADA, proposal!.digest)).verdict).toBe('permit');
  expect(await ask(core, later.task!, 'write_note', { name: 'b' })).toMatchObject({ verdict: 'permit' });
  expect(await ask(core, later.task!, 'write_note', { name: 'c' })).toMatchObject({ verdict: 'hold' });
});

it('who may not propose approves all the same, and is told who may', async () => {
  const held = await ask(terminal.sample.core, past.task, 'write_note', { name: 'd' });
  const id = held.verdict === 'hold' ? held.hold : '';
  const flags = '--reason seen --always --operator ben --key ben.key.json';
  const { exit, err } = await terminal.run(`approve ${id} ${flags}`);
  expect(exit).toBe(2);
  expect(err).toContain(`${id} is approved this once, but denied`);
  expect(err).toContain(`holdpoint hold always ${id} --propose`);
  await terminal.run('login --operator grace');
  expect(await terminal.json(`hold always ${id} --propose`)).toMatchObject({
    published: false,
    kind: 'draft',
  });
});

it('what was rejected is refused before anything is signed', async () => {
  const held = await ask(terminal.sample.core, past.task, 'write_note', { name: 'e' });
  const id = held.verdict === 'hold' ? held.hold : '';
  await terminal.run(`reject ${id} --reason no`);
  const { exit, err } = await terminal.run(`hold always ${id} --propose`);
  expect(exit).toBe(2);
  expect(err).toContain('people rejected it');
  expect(err).not.toContain('holdpoint approve');
  expect(err).toContain('holdpoint hold list');
  const { sample } = terminal;
  const token = await sample.operatorToken('grace');
  const posted = await sample.call(`/api/v1/holds/${id}/always`, { token, json: {} });
  expect(posted.status).toBe(403);
});
