// An approver writes other arguments for what waits: an action of its own, with a digest of its own, that the
// agent still has to ask for.

import { redactJson } from '../../flow/secrets.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Reason } from '../../kernel/reason.ts';
import type { TaskState } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { actionDigest } from '../../ledger/digest.ts';
import type { Core } from '../core.ts';
import { observe } from '../action/observe.ts';
import type { StoredPayload } from '../ports.ts';
import { reveal } from '../views.ts';

export interface Edited {
  readonly digest: string;
  /** Commitment to the arguments. */
  readonly arguments: string;
}

/** The action of the hold with other arguments; null: its connector does not say which that is. */
export async function describeEdit(
  core: Core,
  task: TaskState,
  { connector, tool }: Hold,
  written: JsonObject,
): Promise<Edited | null> {
  const { observed } = await observe(core, connector, tool);
  if (observed === null) return null;
  const commitment = core.vault.commit(`task/${task.id}`, 'arguments', utf8(canonicalize(written)));
  const { id, agent } = task;
  const action = { task: id, agent, connector, tool, definition: observed, arguments: commitment };
  return { digest: actionDigest(core.crypto, action), arguments: commitment };
}

/** What keeps arguments from being approved for the tool; empty: nothing, or it is not admitted. */
export async function misfitsOf(
  core: Core,
  { task, hold, edit }: { readonly task: string; readonly hold: string; readonly edit: JsonObject },
): Promise<readonly string[]> {
  if (hasSecret(edit)) return [NOT_TOLD];
  await core.load(task);
  const { connectors, constraints } = core.world.state(null);
  const { connector = '', tool = '' } = entryOf(core.world.task(task)?.holds ?? {}, hold) ?? {};
  const known = entryOf(entryOf(connectors, connector)?.admitted?.tools ?? {}, tool);
  if (known === null) return [];
  const { observed } = await observe(core, connector, tool);
  return [...(observed === null ? [NOT_SEEN] : []), ...constraints.check(known.inputSchema, edit)];
}

const NOT_SEEN =
  '# the connector does not answer, so nobody can say what they would do: try again in a moment';

const NOT_TOLD = '# there is a secret in them, or what stands for one: the agent could not be told of them';

/** It is taken out before anything is kept, so that the agent would ask with something else. */
function hasSecret(written: JsonObject): boolean {
  return redactJson(written, []).found.length > 0 || canonicalize(written).includes('[redacted:');
}

/** To be kept with the record that commits to it. */
export function sealEdit(core: Core, task: string, edited: Edited, written: JsonObject): StoredPayload {
  return core.vault.seal(`task/${task}`, 'arguments', edited.arguments, utf8(canonicalize(written)));
}

/** What an approver said to an agent about what it may not do: data for it, and no order. */
export interface Said {
  readonly hold: string;
  /** What was wrong. */
  readonly category?: string;
  /** The approver's own words, where they are for the agent. */
  readonly words?: string;
  /** What to ask with instead. */
  readonly arguments?: Json;
}

/** What the agent is told besides that it may not; null: nothing. */
export async function saidOf(core: Core, task: string, reasons: readonly Reason[]): Promise<Said | null> {
  const said = reasons.find(({ code }) => code === 'rejected' || code === 'edited');
  const id = said?.facts['hold'];
  const hold = typeof id === 'string' ? core.world.task(task)?.holds[id] : undefined;
  if (hold === undefined) return null;
  const scope = `task/${task}`;
  if (said?.code === 'edited') {
    const text = await reveal(core, hold.arguments, scope);
    return text === null ? null : { hold: hold.id, arguments: JSON.parse(text) as Json };
  }
  return rejectionSaid(core, task, hold);
}

/** What the agent is told of a rejection; null: nothing. */
export async function rejectionSaid(core: Core, task: string, hold: Hold): Promise<Said | null> {
  if (hold.rejection === undefined) return null;
  const { category, words } = hold.rejection;
  const text = words === null ? null : await reveal(core, words, `task/${task}`);
  return { hold: hold.id, category, ...(text === null ? {} : { words: text }) };
}
