// Where the addresses of what waits lead: whoever decides sees of each what policy saw of the worst.

import { valuesOf } from '../../kernel/action/argument-role.ts';
import { findTool } from '../../kernel/action/outcome.ts';
import { trustIn, type Trust } from '../../kernel/flow/trust.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { Json } from '../../kernel/json.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import type { TaskState } from '../../kernel/state.ts';
import { loadAgentKey, readDestinations } from '../action/destinations.ts';
import type { Core } from '../core.ts';

export interface Lead {
  /** The value of an argument that says where, as it stands there. */
  readonly to: string;
  /** How far the organisation trusts it, and whether the task was there. */
  readonly trust: Trust;
  /** The organisation knows it, or the agent was there in any of its tasks. */
  readonly known: boolean;
}

/** As it stands now; none of what waits no more, or whose arguments are erased. */
export async function leadsOf(
  core: Core,
  task: TaskState,
  hold: Hold,
  argumentsText: string | null,
): Promise<readonly Lead[]> {
  const state = core.world.state(task.id);
  const tool = findTool(state, `${hold.connector}/${hold.tool}`);
  if (tool === null || argumentsText === null || !isPending(hold, core.clock.now())) return [];
  await loadAgentKey(core, task.agent);
  const asked = { agent: task.agent, task: task.id, connector: hold.connector };
  const values = valuesOf(tool.profile, 'destination', JSON.parse(argumentsText) as Json);
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return [...new Set(texts)].map((to) => ({
    to,
    ...trustIn(state, task, readDestinations(core.vault, asked, [to])),
  }));
}
