// Acts that are alike and that nothing followed from are looked at as one, where there are more than can be
// looked at.

import { isContradicted } from '../../text/verified.ts';
import type { Act, Story } from './story.ts';

/** Below it, every act has a box of its own. */
const FEW = 60;
/** Boxes that are drawn at most. */
export const MOST_BOXES = 240;
/** So many that are alike become one box. */
const ALIKE = 4;

/** By tool first; where that leaves too many, by what became of them alone. */
export function groupActs({ acts, links }: Story): readonly (readonly Act[])[] {
  if (acts.length <= FEW) return acts.map((act) => [act]);
  const leads = links.filter(({ kind }) => kind === 'cause');
  const parents = new Set(leads.map(({ from }) => from));
  const parentOf = new Map(leads.map(({ from, to }) => [to, from]));
  const alike = (words: (act: Act) => string) =>
    fold(acts, (act) => (parents.has(act.id) ? null : `${parentOf.get(act.id)} ${words(act)}`));
  const became = ({ verdict, outcome, records }: Act): string =>
    `${verdict} ${records.some(isContradicted) ? 'contradicted' : outcome}`;
  const byTool = alike((act) => `${act.tool ?? act.records[0]!.type} ${became(act)}`);
  return byTool.length <= MOST_BOXES ? byTool : alike(became);
}

function fold(acts: readonly Act[], keyOf: (act: Act) => string | null): readonly (readonly Act[])[] {
  const groups = new Map<string, Act[]>();
  for (const act of acts) {
    const key = keyOf(act) ?? act.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [act]);
    else group.push(act);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < ALIKE ? group.map((one) => [one]) : [group],
  );
}
