// Whoever decides is told of what would have spared them the question only where it would have.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from '../../gateway/connectors/connector-verbs.ts';
import { proposePolicy, publishPolicy } from '../../gateway/policies/policy-verbs.ts';
import { openTask } from '../../gateway/tasks.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { WORKFLOW } from '../http/sample-gateway.contract.ts';
import { admitNotes, ask } from '../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const GRACE = { kind: 'operator', id: 'grace' } as const;

/** Asks for nothing but where a destination is nobody's word. */
const GROUNDING_ALONE = {
  name: 'own.cedar',
  text: `@id("all") permit (principal, action, resource);
@id("nobodys") @hold("nobody named it") @approvers("approver:1")
forbid (principal is Agent, action in Action::"tool", resource)
when { context.grounding.doubtful.contains("destination") };
`,
};

let terminal: SampleTerminal;
beforeAll(async () => {
  terminal = await startTerminal();
  const { core } = terminal.sample;
  await admitNotes(core, WORKFLOW);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'notes', upstream, credential: null });
  const output = { sensitivity: 'internal', categories: [], integrity: 'untrusted' } as const;
  await admitConnector(core, ADA, {
    connector: 'notes',
    proposal,
    effects: { read_note: ['read'], write_note: ['write', 'send'] },
    profiles: { write_note: { egress: 'external', roles: { '/name': 'destination' }, output } },
  });
});
afterAll(() => terminal.stop());

async function shown(): Promise<string> {
  const { core } = terminal.sample;
  const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' });
  const held = await ask(core, opened.task!, 'write_note', { name: 'eve@moon.example' });
  if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
  return (await terminal.run(`hold show ${held.hold}`)).out;
}

it('is told nothing where another rule asks all the same', async () => {
  const out = await shown();
  expect(out).toContain('it was seen nowhere');
  expect(out).not.toContain('would pass unasked');
  expect(STARTER_POLICY.text).toContain('write-or-send');
});

it('is told what the person could have named where that was all', async () => {
  const { core } = terminal.sample;
  const proposed = await proposePolicy(core, GRACE, [GROUNDING_ALONE]);
  if (proposed.verdict !== 'permit') throw new Error(JSON.stringify(proposed));
  await publishPolicy(core, ADA, proposed.digest);
  expect(await shown()).toContain('would pass unasked if the person names it in the prompt of the task');
});
