// A gateway of one person whose agent has read, written and asked for what there is not: what the past is
// looked at in.

import { act, type ActAnswer } from '../../gateway/action/act.ts';
import type { Core } from '../../gateway/core.ts';
import { shadowPolicy } from '../../gateway/policies/policy-verbs.ts';
import { openTask } from '../../gateway/tasks.ts';
import { admitConnector, proposeConnector } from '../../gateway/connectors/connector-verbs.ts';
import { publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { WORKFLOW } from './sample-gateway.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;

/** The starter pack, and nobody reads. */
export const NO_READS = `${STARTER_POLICY.text}
@id("no.reads") forbid (principal, action == Action::"notes/read_note", resource);`;

export interface Past {
  readonly task: string;
  /** Records: `read_note` permitted, `write_note` held, `burn_note` denied. */
  readonly read: string;
  readonly held: string;
  readonly denied: string;
}

/** `NO_READS` is tried beside the set in force all the while. */
export async function makePast(core: Core): Promise<Past> {
  await admitNotes(core);
  await shadowPolicy(core, ADA, [{ name: 'tried.cedar', text: NO_READS }]);
  const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' });
  const task = opened.task!;
  const read = recordOf(await ask(core, task, 'read_note', { name: 'secret-plan.txt' }));
  const held = recordOf(await ask(core, task, 'write_note', { name: 'b' }));
  const denied = recordOf(await ask(core, task, 'burn_note', {}));
  return { task, read, held, denied };
}

/** The agent `scribe`, the connector `notes` as it is, and a workflow in which it may read and write. */
export async function admitNotes(core: Core, text = WORKFLOW): Promise<void> {
  const about = { owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ADA, { ...about, id: 'scribe' });
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'notes', upstream, credential: null });
  const effects = { read_note: ['read'], write_note: ['write'] } as const;
  await admitConnector(core, ADA, { connector: 'notes', proposal, effects });
  await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text });
}

function recordOf(answer: ActAnswer): string {
  if (answer.verdict === 'fault') throw new Error(answer.code);
  return answer.receipt.record;
}

export function ask(core: Core, task: string, tool: string, args: JsonObject): Promise<ActAnswer> {
  return act(core, {
    agent: 'scribe',
    task,
    connector: 'notes',
    tool,
    arguments: args,
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}
