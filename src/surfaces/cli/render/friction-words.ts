// What asking people costs, in words: shares with the counts that they are of, and nothing recommended that
// would have let through what must not run.

import type { FrictionView } from '../../http/contract/friction.ts';
import { proposalLines, stepLines } from './avoidable-lines.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import { renderFacts, renderTable } from './table.ts';

/** Of a table, so many rows are shown; `--json` has all. */
const ROWS = 10;

export function frictionLines(friction: FrictionView): string[] {
  const { actions, held, questions, denied, by, rules } = friction;
  if (held === 0) return [`nobody was asked about any of ${counted(actions, 'action')}`];
  const facts = renderFacts([
    ['held', `${held} of ${counted(actions, 'action')} (${percent(held, actions)})`],
    ['asked', `${counted(questions, 'question')}: like actions are shown together`],
    ['denied', denied],
    ['outcomes', outcomesText(friction)],
    ['time to decide', timeText(friction)],
    ['needed', needsText(friction)],
  ]);
  const parts = (['workflow', 'agent', 'tool'] as const).map((part) =>
    renderTable(
      [part, 'held', 'of', 'share'],
      by[part]
        .slice(0, ROWS)
        .map((one) => [one.name, one.holds, one.actions, percent(one.holds, one.actions)]),
    ),
  );
  const asked = rules.slice(0, ROWS).map(({ policy, reason, holds }) => [policy, holds, reason]);
  const tables = [renderTable(['rule', 'asked', 'because it'], asked), ...parts];
  return [facts, ...tables.flatMap((table) => ['', table ?? '']), '', ...changeLines(friction)];
}

export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10} %`;
}

function outcomesText({ outcomes }: FrictionView): string {
  const said = Object.entries(outcomes).filter(([, count]) => count > 0);
  return said.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

function timeText({ timeToDecide }: FrictionView): string {
  if (timeToDecide === null) return 'nobody answered any';
  const { medianMs, p90Ms } = timeToDecide;
  return `median ${durationText(medianMs)}, 90 % within ${durationText(p90Ms)}`;
}

export function durationText(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const NEEDS: { readonly [need in keyof FrictionView['needs']]: string } = {
  avoidable: 'one fact would have spared',
  needed: 'no single fact would have spared',
  guarded: 'must be asked',
  'replays-otherwise': 'are not decided the same again',
  erased: 'were erased',
  redacted: 'lost a secret',
  damaged: 'do not open',
};

function needsText({ needs }: FrictionView): string {
  const said = Object.entries(needs).filter(([, count]) => count > 0);
  return said.map(([need, count]) => `${count} ${NEEDS[need as keyof typeof NEEDS]}`).join(', ');
}

function changeLines({ changes, held }: FrictionView): string[] {
  if (changes.length === 0) return ['no single fact would have spared any of them'];
  const good = changes.filter(({ letsThrough }) => letsThrough === 0);
  const bad = changes.filter(({ letsThrough }) => letsThrough > 0);
  return [
    ...(good.length === 0 ? [] : ['if one of these is true, say so (tried on all that was ever refused):']),
    ...good.flatMap((one) => [
      `  - ${sparedText(one, held)}${doubtText(one)}`,
      ...stepLines(one.steps),
      ...proposalLines(one.hold, one),
    ]),
    ...(bad.length === 0 ? [] : ['better not, as each would also let through what must not run:']),
    ...bad.map((one) => `  - ${sparedText(one, held)}; would also let through ${throughText(one)}`),
  ];
}

type Change = FrictionView['changes'][number];

function sparedText({ spares, words }: Change, held: number): string {
  return printable(`spares ${spares} of ${counted(held, 'hold')}: ${words}`);
}

function doubtText({ unchecked }: Change): string {
  return unchecked === 0 ? '' : ` (${unchecked} of what was refused could not be tried)`;
}

function throughText({ letsThrough, through }: Change): string {
  const named = through.map(({ record, why }) => `${record} (${why})`).join(', ');
  const more = letsThrough > through.length ? ` and ${letsThrough - through.length} more` : '';
  return printable(`${named}${more}`);
}
