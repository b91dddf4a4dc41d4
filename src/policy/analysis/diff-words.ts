// A change of access as a sentence for people who decide about it.

import type { Access } from './access.ts';
import type { AccessChange, PolicyChange } from './diff.ts';
import { showValue, wordsOfCube } from './words.ts';

/** Whether a change lets more be done without anybody being asked, less, or other things. */
export function directionOf({ before, after }: AccessChange): 'more' | 'less' | 'other' {
  const rank = { deny: 0, hold: 1, permit: 2 };
  const step = rank[after.verdict] - rank[before.verdict];
  if (step !== 0) return step > 0 ? 'more' : 'less';
  return 'other';
}

/** The change as one sentence. */
export function sentenceOf(change: AccessChange): string {
  const [subject, condition] = subjectOf(change);
  return `${subject} ${verbOf(change)}${condition === null ? '' : ` when ${condition}`}${tailOf(change)}`;
}

/** Changes that differ only in their conditions: what they have in common, and each condition. */
export interface Told {
  readonly sentence: string;
  readonly conditions: readonly string[];
}

/** One sentence for each thing that changes, with the conditions under it where there are several. */
export function tellTogether(changes: readonly AccessChange[]): readonly Told[] {
  const together = new Map<string, AccessChange[]>();
  for (const change of changes) {
    const common = `${subjectOf(change)[0]} ${verbOf(change)}${tailOf(change)}`;
    together.set(common, [...(together.get(common) ?? []), change]);
  }
  return [...together].map(([common, alike]) => {
    const [only, ...more] = alike;
    if (only !== undefined && more.length === 0) return { sentence: sentenceOf(only), conditions: [] };
    return { sentence: common, conditions: alike.map((change) => subjectOf(change)[1] ?? 'always') };
  });
}

/** Who it is about, and the conditions that are not said with it. */
function subjectOf({ principal, when }: AccessChange): readonly [string, string | null] {
  const name = principal === 'Agent' ? 'agents' : 'operators';
  const groups = when.flatMap(({ atom: { term, test }, is }) =>
    term.text === 'principal' && test.kind === 'within' && is === 'true' ? [showValue(test.uid)] : [],
  );
  const rest = when.filter(({ atom, is }) => atom.test.kind !== 'within' || is !== 'true');
  return [groups.length === 0 ? name : `${name} in ${groups.join(' and ')}`, wordsOfCube(rest)];
}

function tailOf({ before, because }: AccessChange): string {
  return ` (before: ${accessText(before)})${causeText(because)}`;
}

function verbOf({ actions, before, after }: AccessChange): string {
  const names = listOf(actions);
  const use = actions.every((action) => action.includes('/')) ? `use ${names}` : `ask for ${names}`;
  const asked = approvalText(after);
  if (after.verdict === 'deny') return `may no longer ${use}`;
  if (after.verdict === 'hold') {
    return before.verdict === 'deny' ? `may now ${use} with ${asked}` : `now need ${asked} to ${use}`;
  }
  if (before.verdict === 'hold') return `may now ${use} without approval`;
  if (before.verdict === 'deny') return `may now ${use}${carriedText(after)}`;
  const carried = after.obligations.join('; ');
  return `may ${use}, now ${carried === '' ? 'without obligations' : `with: ${carried}`}`;
}

/** All of a few; of many the first and how many more. */
function listOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more < 2 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}

const MOST_NAMES = 6;

function approvalText({ approvers }: Access): string {
  return approvers.length === 0 ? 'approval' : `approval by ${approvers.join(' and by ')}`;
}

function carriedText({ obligations }: Access): string {
  return obligations.length === 0 ? '' : ` (${obligations.join('; ')})`;
}

export function accessText(access: Access): string {
  if (access.verdict === 'deny') return 'denied';
  if (access.verdict === 'permit') return `permitted${carriedText(access)}`;
  const asked = access.approvers.length === 0 ? '' : ` for ${access.approvers.join(' and for ')}`;
  return `held${asked}${carriedText(access)}`;
}

function causeText(because: readonly PolicyChange[]): string {
  const causes = because.map(({ id, how }) => `${id} was ${how}`);
  return causes.length === 0 ? '' : ` — because ${causes.join(' and ')}`;
}
