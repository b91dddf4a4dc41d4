import type { HoldWordsView } from '../../../../src/surfaces/http/contract/grounding.ts';
import type { HoldView } from '../../../../src/surfaces/http/contract.ts';
import { byAuthority, diffLeaves, leavesOf, parseArguments, wordsOf } from '../../text/leaves.ts';

const MOST = 3;

/** What tells it from another hold; null: nothing does. */
export function tellingOf({ next }: Pick<HoldView, 'next'>, words: HoldWordsView): string | null {
  if (next !== undefined) return `step ${next.step} · until then ${soFarWords(next.soFar)}`;
  return tellingOfCall(words);
}

/** The arguments that tell one call of a tool from another, with authority first. */
function tellingOfCall({ argumentsText, grounding }: HoldWordsView): string | null {
  const value = parseArguments(argumentsText);
  if (typeof value !== 'object' || value === null) return null;
  const leaves = leavesOf(value).filter((leaf) => leaf.pointer !== '');
  const first = byAuthority(diffLeaves(leaves, leaves), grounding).slice(0, MOST);
  const words = first.map(({ leaf }) => `${leaf.pointer.split('/').at(-1)}: ${wordsOf(leaf).slice(0, 80)}`);
  return words.length === 0 ? null : words.join(' · ').replaceAll('\n', ' ↵ ');
}

type SoFar = NonNullable<HoldView['next']>['soFar'];

/** What a task did before it asked to go on. */
export function soFarWords({ calls, byEffect, spent, denials }: SoFar): string {
  const effects = Object.entries(byEffect).flatMap(([effect, count]) =>
    count === 0 ? [] : [`${count} ${effect}`],
  );
  return [
    `${calls} ${calls === 1 ? 'call' : 'calls'}`,
    ...effects,
    ...(spent === 0 ? [] : [`${spent / 10_000} spent`]),
    ...(denials === 0 ? [] : [`${denials} denied`]),
  ].join(', ');
}
