// Which link, account or command of a text is in doubt shows where each is looked up alone, as it would be as
// the whole of the text, in what its task was told by now.

import { addressesOf } from '../../flow/grounding/atom.ts';
import { accountsIn, commandsIn } from '../../flow/grounding/shape.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Core } from '../core.ts';
import { findTool } from './learn-record.ts';

export interface GroundedPart {
  readonly value: string;
  readonly found: ArgumentGrounding;
}

/** More of one text are not told apart. */
const MAX_PARTS = 16;

/** None in a task that is over. Rejects with a `StoreFault`. */
export async function groundParts(
  core: Core,
  task: string,
  { connector, tool }: Pick<EventOf<'action-held'>['body'], 'connector' | 'tool'>,
  text: string,
): Promise<readonly GroundedPart[]> {
  const admitted = findTool(core.world.state(null).connectors, connector, tool);
  if (admitted === null || core.world.task(task)?.status !== 'open') return [];
  const told = await core.groundings.of(task);
  // Whatever the tool is for: free text that is passed on.
  const profile = { ...admitted.profile, roles: { '/part': 'content' } } as const;
  const passing = { ...admitted, name: '', effects: ['send'], profile } as const;
  const links = addressesOf(text).sites.map((site) => ({ value: site, part: `https://${site}` }));
  // One with a link in it is as good as that.
  const commands = commandsIn(text).filter((command) => addressesOf(command).sites.length === 0);
  const others = [...accountsIn(text), ...commands].map((value) => ({ value, part: value }));
  const distinct = new Map([...links, ...others].map((one) => [one.value, one]));
  return [...distinct.values()].slice(0, MAX_PARTS).flatMap(({ value, part }) => {
    const [found] = told.ground(passing, { part });
    return found === undefined ? [] : [{ value, found }];
  });
}
