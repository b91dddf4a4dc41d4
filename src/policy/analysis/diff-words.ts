// A change of access as a sentence for people who decide about it.

import type { Access } from './access.ts';
import type { PolicyChange } from './compare.ts';
import type { Literal } from './formula.ts';
import type { AccessChange } from './diff.ts';
import { listOf, showValue, wordsOfCube } from './words.ts';

/** Whether a change lets more be done without anybody being asked, less, or other things. */
export function directionOf({ before, after }: AccessChange): 'more' | 'less' | 'other' {
  const rank = { deny: 0, hold: 1, permit: 2 };
  const step = rank[after.verdict] - rank[before.verdict];
  if (step !== 0) return step > 0 ? 'more' : 'less';
  return 'other';
}

/** The change as one sentence. */
export function sentenceOf(change: AccessChange): string {
  return sentenceOfLine({ ...subjectOf(change), change, because: [...change.because] });
}

/** Changes that differ only in their conditions: what they have in common, and each condition. */
export interface Told {
  readonly sentence: string;
  readonly conditions: readonly string[];
}

/** Changes that differ in nothing but a name: a principal's or a group's, and what is behind it. */
interface Line {
  readonly change: AccessChange;
  readonly kind: string;
  readonly names: string[];
  readonly condition: string | null;
  readonly because: PolicyChange[];
}

/** One sentence for each thing that changes, with the conditions under it where there are several. */
export function tellTogether(changes: readonly AccessChange[]): readonly Told[] {
  const together = new Map<string, Line[]>();
  for (const line of joinNames(changes)) {
    const common = sentenceOfLine({ ...line, condition: null });
    const alike = together.get(common) ?? [];
    alike.push(line);
    together.set(common, alike);
  }
  return [...together].map(([common, alike]) => {
    const [only, ...more] = alike;
    if (only === undefined || more.length > 0) {
      return { sentence: common, conditions: alike.map(({ condition }) => condition ?? 'always') };
    }
    return { sentence: sentenceOfLine(only), conditions: [] };
  });
}

function sentenceOfLine({ change, kind, names, condition, because }: Line): string {
  const isOne = change.when.some(({ atom, is }) => isNamed(atom) && is === 'true') && names.length === 1;
  const when = condition === null ? '' : ` when ${condition}`;
  return `${kind}${listOf(names)} ${verbOf(change, isOne)}${when}${tailOf(change, because)}`;
}

/** Whether it says which principal it is. */
function isNamed({ term, test }: Literal['atom']): boolean {
  return term.text === 'principal' && test.kind === 'equal';
}

function joinNames(changes: readonly AccessChange[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const [place, change] of changes.entries()) {
    const { kind, names, condition } = subjectOf(change);
    const hows = [...new Set(change.because.map(({ how }) => how))].toSorted();
    const common = [kind, condition, change.actions, change.before, change.after, hows];
    const key = names.length === 1 ? JSON.stringify(common) : String(place);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { change, kind, names, condition, because: [...change.because] });
    else {
      known.names.push(...names);
      known.because.push(...change.because);
    }
  }
  return [...lines.values()];
}

interface Subject {
  /** What stands before the names. */
  readonly kind: string;
  readonly names: string[];
  /** What is not said with it. */
  readonly condition: string | null;
}

function subjectOf({ principal, when }: AccessChange): Subject {
  const plural = principal === 'Agent' ? 'agents' : 'operators';
  const [groups, selves, others]: [string[], string[], string[]] = [[], [], []];
  const rest = when.filter(({ atom, is }) => {
    const { term, test } = atom;
    if (test.kind === 'within' && term.text === 'principal' && is === 'true')
      groups.push(showValue(test.uid));
    else if (test.kind === 'equal' && isNamed(atom) && is !== 'error') {
      (is === 'true' ? selves : others).push(showValue(test.value));
    } else return true;
    return false;
  });
  const condition = wordsOfCube(rest);
  const [self] = selves;
  if (self !== undefined && groups.length === 0) return { kind: '', names: selves, condition };
  const except = others.length === 0 ? '' : ` other than ${listOf(others)}`;
  const kind = self ?? `${plural}${except}`;
  if (groups.length === 1) return { kind: `${kind} in `, names: groups, condition };
  const within = groups.length === 0 ? '' : ` in ${groups.join(' and ')}`;
  return { kind: `${kind}${within}`, names: [], condition };
}

function tailOf({ before }: AccessChange, because: readonly PolicyChange[]): string {
  return ` (before: ${accessText(before)})${causeText(because)}`;
}

function verbOf({ actions, before, after }: AccessChange, isOne: boolean): string {
  const names = listOf(actions);
  const use = actions.every((action) => action.includes('/')) ? `use ${names}` : `ask for ${names}`;
  const asked = approvalText(after);
  if (after.verdict === 'deny') return `may no longer ${use}`;
  if (after.verdict === 'hold') {
    return before.verdict === 'deny'
      ? `may now ${use} with ${asked}`
      : `now ${isOne ? 'needs' : 'need'} ${asked} to ${use}`;
  }
  if (before.verdict === 'hold') return `may now ${use} without approval`;
  if (before.verdict === 'deny') return `may now ${use}${carriedText(after)}`;
  const carried = after.obligations.join('; ');
  return `may ${use}, now ${carried === '' ? 'without obligations' : `with: ${carried}`}`;
}

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
  const byHow = new Map<PolicyChange['how'], Set<string>>();
  for (const { id, how } of because) byHow.set(how, (byHow.get(how) ?? new Set()).add(id));
  const causes = [...byHow].map(
    ([how, ids]) => `${listOf([...ids])} ${ids.size === 1 ? 'was' : 'were'} ${how}`,
  );
  return causes.length === 0 ? '' : ` — because ${causes.join(' and ')}`;
}
