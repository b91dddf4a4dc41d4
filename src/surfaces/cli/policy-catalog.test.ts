// Policies are checked against whatever a running gateway admitted, whatever else it says of the tools.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';
import { admitNotes } from '../http/sample-past.contract.ts';

let terminal: SampleTerminal;
beforeAll(async () => {
  terminal = await startTerminal();
  const { definitions, core } = terminal.sample;
  const answered = { type: 'object', properties: { owner: { type: 'string' }, text: { type: 'string' } } };
  definitions['read_note'] = { ...definitions['read_note'], outputSchema: answered };
  await admitNotes(core);
  await terminal.write(
    'reads.cedar',
    `@id("reads") permit (principal, action == Action::"notes/read_note", resource);
@id("people") permit (principal is Operator, action in Action::"administer", resource);
`,
  );
});
afterAll(() => terminal.stop());

it('takes a connector of whose results fields are proposed', async () => {
  const { connectors } = terminal.sample.core.world.state(null);
  expect(Object.keys(connectors['notes']!.admitted!.tools['read_note']!.profile)).toContain('fields');
  expect(await terminal.run('policy validate reads.cedar')).toMatchObject({
    exit: 0,
    out: 'the policy can be published\n',
  });
  expect((await terminal.run('policy lint reads.cedar')).err).not.toContain('another version');
  const printed = await terminal.json('policy catalog');
  expect(Object.keys((printed['connectors'] as { notes: { tools: object } }).notes.tools)).toContain(
    'read_note',
  );
});

it('writes a catalog that stands for the gateway where none runs', async () => {
  await terminal.run('policy catalog --out catalog.yaml');
  const { exit, out } = await terminal.run('policy validate reads.cedar --catalog catalog.yaml');
  expect(exit).toBe(0);
  expect(out).toContain('the policy can be published');
});
