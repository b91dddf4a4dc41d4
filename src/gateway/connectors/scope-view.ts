// What an agent may see: the tools its task's scope names, as admitted, nothing more. A list is no
// permission: each call is decided when it is asked for.

import { entryOf } from '../../kernel/lookup.ts';
import type { TaskState, Tool } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import type { UpstreamSpec } from '../ports.ts';

export interface OfferedTool {
  readonly connector: string;
  readonly spec: UpstreamSpec;
  readonly tool: Tool;
  readonly needsCredential: boolean;
}

/** The admitted tools of a task's scope, by connector and name. Empty for a task that is not open. */
export async function offeredTools(core: Core, taskId: string): Promise<OfferedTool[]> {
  await core.load(taskId);
  const { task, connectors, org } = core.world.state(taskId);
  if (task === null || task.status !== 'open' || org.killed.all || org.killed.agents.includes(task.agent))
    return [];
  return Object.values(connectors)
    .filter(({ id }) => !org.killed.connectors.includes(id))
    .flatMap(({ id, admitted, drifted, swapped }) => {
      if (admitted === null || swapped !== null) return [];
      const spec = admitted.upstream as unknown as UpstreamSpec;
      return Object.values(admitted.tools)
        .filter(({ name }) => inScope(task, id, name) && entryOf(drifted, name) === null)
        .map((tool) => ({ connector: id, spec, tool, needsCredential: admitted.credential !== null }));
    })
    .toSorted((a, b) => compare(`${a.connector}/${a.tool.name}`, `${b.connector}/${b.tool.name}`));
}

function inScope(task: TaskState, connector: string, tool: string): boolean {
  return task.scope.allowances.some(
    (allowance) => allowance.tool === `${connector}/${tool}` || allowance.tool === `${connector}/*`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
