// An action's arguments are grounded in all that its task was told before it was asked for. What is recorded
// between that and the decision cannot be what the arguments were made of, so it vouches for none of them,
// also where the action is decided again because another replica was faster.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import { covers, joinLabels, NO_DATA, type Labels } from '../../kernel/flow/label.ts';
import type { Act } from '../../kernel/request.ts';
import type { Core } from '../core.ts';
import { nameDeclassified } from './name-declassified.ts';
import { loadNames } from '../action/objects.ts';
import { describeWriting } from '../action/unvouched-objects.ts';
import { findTool } from './learn-record.ts';

/**
 * Absent where the action is refused whatever its arguments are. Rejects with a `StoreFault` where it is not
 * known what the task was told: then nothing is decided.
 */
export async function describeGrounding(
  core: Core,
  asked: Pick<Act, 'task' | 'connector' | 'tool' | 'arguments'> & { readonly labels?: Labels },
): Promise<Pick<Act, 'grounding' | 'carried' | 'writing'>> {
  if (core.world.task(asked.task)?.status !== 'open') return {};
  const tool = findTool(core.world.state(null).connectors, asked.connector, asked.tool);
  if (tool === null) return {};
  const told = await core.groundings.of(asked.task);
  const input = asked.arguments;
  const labelled = withSaid(told.label(tool, input), asked.labels ?? NO_DATA);
  const carried = nameDeclassified(core, asked.task, input, labelled);
  const grounding = told.ground(tool, input);
  const unvouched = told.unvouched(tool, input);
  if (unvouched === null) return { grounding, carried };
  await loadNames(core, asked.connector);
  const writing = describeWriting(core.vault, { connector: asked.connector, tool, input }, unvouched);
  return { grounding, carried, ...(writing === null ? {} : { writing }) };
}

/** What a caller says is about all of them together, so that it counts for every role. */
function withSaid(carried: readonly ArgumentLabels[], said: Labels): readonly ArgumentLabels[] {
  if (covers(NO_DATA, said)) return carried;
  const { labels = NO_DATA, isPlaced = true } = carried.find(({ pointer }) => pointer === '') ?? {};
  const apart = carried.filter(({ pointer }) => pointer !== '');
  return [...apart, { pointer: '', role: 'content', labels: joinLabels(labels, said), isPlaced }];
}
