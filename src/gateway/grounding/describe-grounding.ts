// An action's arguments are grounded in all that its task was told before it was asked for. What is recorded
// between that and the decision cannot be what the arguments were made of, so it vouches for none of them,
// also where the action is decided again because another replica was faster.

import type { Act } from '../../kernel/request.ts';
import type { Core } from '../core.ts';
import { nameDeclassified } from './name-declassified.ts';
import { findTool } from './learn-record.ts';

/**
 * Absent where the action is refused whatever its arguments are. Rejects with a `StoreFault` where it is not
 * known what the task was told: then nothing is decided.
 */
export async function describeGrounding(
  core: Core,
  asked: Pick<Act, 'task' | 'connector' | 'tool' | 'arguments'>,
): Promise<Pick<Act, 'grounding' | 'carried'>> {
  if (core.world.task(asked.task)?.status !== 'open') return {};
  const tool = findTool(core.world.state(null).connectors, asked.connector, asked.tool);
  if (tool === null) return {};
  const told = await core.groundings.of(asked.task);
  const input = asked.arguments;
  const carried = nameDeclassified(core, asked.task, input, told.label(tool, input));
  return { grounding: told.ground(tool, input), carried };
}
