// What a score does not show of a recording: without these words a set that says little looks like one that
// says everything is well.

import type { RecordedSet } from './recorded-run.ts';

const MOST_NAMED = 5;

/**
 * One sentence each.
 *
 * @param unjudged how many attacks a fault alone stopped
 */
export function notesOn(name: string, set: RecordedSet, unjudged: number): string[] {
  const unknown = undefinedCalls(set);
  const tools = [...new Set(unknown)];
  const named = tools.slice(0, MOST_NAMED).join(', ');
  const others = tools.length > MOST_NAMED ? ` and ${tools.length - MOST_NAMED} more` : '';
  const idle = set.cases.filter(isIdle).length;
  const why = 'arguments or tools were not recorded, or a policy fails: that is no defence';
  const undefinedOnes = `${unknown.length} calls of tools that nothing defines, refused as such`;
  return [
    ...(tools.length > 0 ? [`${name}: ${undefinedOnes}: ${named}${others}`] : []),
    ...(idle > 0 ? [`${name}: attacks without a call, of which nothing is judged: ${idle}`] : []),
    ...(unjudged > 0 ? [`${name}: ${unjudged} attacks count as denied only because ${why}`] : []),
  ];
}

/** Names of the tools that are called and not there, as often as they are. */
function undefinedCalls({ tools, cases }: RecordedSet): string[] {
  const names = new Set(tools.map(({ definition }) => definition.name));
  const whole = new Set(tools.map(({ server, definition }) => `${server}/${definition.name}`));
  return cases
    .flatMap(({ calls, attackCalls }) => [...calls, ...attackCalls])
    .flatMap(({ tool, server }) => {
      const isThere = server === undefined ? names.has(tool) : whole.has(`${server}/${tool}`);
      return isThere ? [] : [server === undefined ? tool : `${server}/${tool}`];
    });
}

function isIdle({ kind, attackCalls, meaningful }: RecordedSet['cases'][number]): boolean {
  return meaningful && kind.startsWith('attack') && attackCalls.length === 0;
}
