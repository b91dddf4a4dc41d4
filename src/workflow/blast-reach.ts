// What a blast radius comes to in sum, over the leads that are followed.

import type { BlastLead, BlastNode, Reach } from './blast-node.ts';

const FARTHEST = ['unknown', 'external', 'shared', 'none'] as const;

/**
 * @param first what leads to where it begins
 * @param isFollowed whether something may come to pass by that lead
 */
export function reachOf(
  first: BlastLead,
  nodes: readonly BlastNode[],
  isFollowed: (lead: BlastLead) => boolean,
): Reach {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const reached = new Set<string>();
  const follow = (lead: BlastLead): void => {
    if (!isDenied(lead) && isFollowed(lead)) reached.add(lead.to);
  };
  follow(first);
  // Grows while it is gone through.
  for (const key of reached) byKey.get(key)?.leads.forEach(follow);
  const found = nodes.filter(({ key }) => reached.has(key));
  return {
    tools: found.filter(({ kind }) => kind === 'tool').length,
    effects: [...new Set(found.flatMap(({ effects }) => effects))],
    egress: FARTHEST.find((level) => found.some(({ egress }) => egress === level)) ?? 'none',
    categories: [...new Set(found.flatMap(({ output }) => output?.categories ?? []))].toSorted(),
  };
}

/** Nothing comes to pass by what policy always denies. */
function isDenied({ policy }: BlastLead): boolean {
  return policy?.verdict === 'deny';
}
