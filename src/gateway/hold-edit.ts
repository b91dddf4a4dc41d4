// An approver writes other arguments for what waits: an action of its own, with a digest of its own, that the
// agent still has to ask for.

import type { Hold } from '../kernel/held.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Reason } from '../kernel/reason.ts';
import type { TaskState } from '../kernel/state.ts';
import { utf8 } from '../ledger/bytes.ts';
import { canonicalize } from '../ledger/canonical.ts';
import { actionDigest } from '../ledger/digest.ts';
import type { Core } from './core.ts';
import { observe } from './observe.ts';
import type { StoredPayload } from './ports.ts';
import { reveal } from './views.ts';

export interface Edited {
  readonly digest: string;
  /** Commitment to the arguments. */
  readonly arguments: string;
}

/** The action of the hold with other arguments. */
export async function describeEdit(
  core: Core,
  task: TaskState,
  { connector, tool }: Hold,
  written: JsonObject,
): Promise<Edited> {
  const { observed } = await observe(core, connector, tool);
  const commitment = core.vault.commit(`task/${task.id}`, 'arguments', utf8(canonicalize(written)));
  const { id, agent } = task;
  const action = { task: id, agent, connector, tool, definition: observed ?? '', arguments: commitment };
  return { digest: actionDigest(core.crypto, action), arguments: commitment };
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
  if (hold.rejection === undefined) return null;
  const { category, words } = hold.rejection;
  const text = words === null ? null : await reveal(core, words, scope);
  return { hold: hold.id, category, ...(text === null ? {} : { words: text }) };
}
