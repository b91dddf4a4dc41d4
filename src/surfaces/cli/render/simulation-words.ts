// What a candidate set changes, for people: how many, then each, those of one tool and one change together.

import type { Apart } from '../../../gateway/replay/simulate.ts';
import type { Verdict } from '../../../gateway/replay/decided.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import { renderTime } from './table.ts';

export interface Changed {
  readonly record: string;
  /** Unix milliseconds. */
  readonly time: number;
  readonly agent: string;
  /** `connector/tool`. */
  readonly tool: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

export interface Simulated {
  readonly candidate: string;
  /** How many were compared. */
  readonly decisions: number;
  readonly changes: readonly Changed[];
  /** Records of those that were not, by why. */
  readonly apart: { readonly [why in Apart]?: readonly string[] };
}

const WHY: { readonly [why in Apart]: string } = {
  erased: 'their arguments were erased',
  redacted: 'a secret was taken out of their arguments before they were kept',
  damaged: 'their arguments do not open: see holdpoint ledger verify',
  'policy-not-asked': 'no policy was asked: something else refused them before',
  'replays-otherwise': 'the set of their time does not say again what was recorded',
};

/** How many records of those that are apart are named to people; `--json` names all. */
const NAMED = 5;

export function simulationLines({ decisions, changes, apart }: Simulated): string[] {
  const total = counted(decisions, 'decision').replace(/\d+/, grouped(decisions));
  const verb = changes.length === 1 ? 'changes' : 'change';
  const head = `${grouped(changes.length)} of ${total} ${verb}`;
  const note = 'Each was judged on the history as it was recorded: nothing that the candidate would have let';
  const apartFrom = apartLines(apart, 'not compared');
  const last = 'happen, or kept from happening, is imagined.';
  return [head, ...changedLines(changes, changeLine), '', ...apartFrom, note, last];
}

/** Those of one tool and one change together, most of them first. */
export function changedLines<Change extends Changed>(
  changes: readonly Change[],
  line: (change: Change) => string,
): string[] {
  return [...groupsOf(changes)]
    .toSorted(([, some], [, others]) => others.length - some.length)
    .flatMap(([title, some]) => [
      '',
      `${printable(title)} (${grouped(some.length)})`,
      ...some.map((one) => printable(`  ${one.record}  ${renderTime(one.time)}  ${one.agent}  ${line(one)}`)),
    ]);
}

function groupsOf<Change extends Changed>(
  changes: readonly Change[],
): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const title = `${change.tool}: ${changeWords(change)}`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [change]);
    else group.push(change);
  }
  return groups;
}

function changeWords({ before, after }: Changed): string {
  const [from, to] = [outcomeWords(before), outcomeWords(after)];
  return `${from} -> ${to}`;
}

function outcomeWords({ verdict, approvers, obligations }: Verdict): string {
  const who = approvers.map(({ role, quorum }) => `${role}:${quorum}`).join(', ');
  const extras = obligations.map(({ kind }) => kind).join(', ');
  return `${verdict}${who === '' ? '' : ` asks ${who}`}${extras === '' ? '' : ` with ${extras}`}`;
}

function changeLine({ before, after }: Changed): string {
  return `${why(before)} -> ${why(after)}`;
}

function why({ determining, reasons }: Verdict): string {
  return [...determining, ...(determining.length === 0 ? reasons : [])].join(', ') || 'no policy';
}

export function apartLines(apart: Simulated['apart'], title: string): string[] {
  return Object.entries(apart).map(([name, records]) => {
    const named = records.slice(0, NAMED).join(', ');
    const more = records.length > NAMED ? ` and ${grouped(records.length - NAMED)} more` : '';
    return printable(`${title}: ${grouped(records.length)}, ${WHY[name as Apart]} (${named}${more})`);
  });
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
