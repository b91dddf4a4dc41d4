import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { byAuthority, diffLeaves, leavesOf, parseArguments, wordsOf } from '../../text/leaves.ts';

const MOST = 3;

/** The arguments that tell one call of a tool from another, with authority first; null: there are none. */
export function tellingOf({ argumentsText, grounding }: HoldDetail): string | null {
  const value = parseArguments(argumentsText);
  if (typeof value !== 'object' || value === null) return null;
  const leaves = leavesOf(value).filter((leaf) => leaf.pointer !== '');
  const first = byAuthority(diffLeaves(leaves, leaves), grounding).slice(0, MOST);
  const words = first.map(({ leaf }) => `${leaf.pointer.split('/').at(-1)}: ${wordsOf(leaf).slice(0, 80)}`);
  return words.length === 0 ? null : words.join(' · ').replaceAll('\n', ' ↵ ');
}
