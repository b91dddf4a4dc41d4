// What of the ledger comes out otherwise than it was recorded, for people.

import type { Differing, Repeated } from '../../../gateway/replay/repeat.ts';
import type { Verdict } from '../../../gateway/replay/decided.ts';
import type { Missing } from '../../../gateway/replay/words.ts';
import { apartLines, changedLines, grouped } from './simulation-words.ts';

export interface RepeatedLedger extends Pick<Repeated, 'decisions' | 'grounding'> {
  readonly differing: readonly Differing[];
  /** Records of those that no longer replay, by why. */
  readonly apart: { readonly [why in Missing]?: readonly string[] };
}

export function repeatLines({ decisions, differing, apart, grounding }: RepeatedLedger): string[] {
  const shown = differing.map((one) => ({
    ...one,
    tool: `${one.connector}/${one.tool}`,
    before: one.recorded,
    after: one.again,
  }));
  const total = `${grouped(decisions)} decision${decisions === 1 ? '' : 's'}`;
  const head =
    differing.length === 0
      ? `${total} decided again: all as recorded`
      : `${grouped(differing.length)} of ${total} decided otherwise than recorded`;
  return [
    head,
    ...changedLines(shown, differenceLine),
    ...(differing.length === 0 ? [] : ['']),
    ...apartLines(apart, 'no longer replayed'),
    ...groundingLines(grounding),
  ];
}

function differenceLine({ recorded, again, by }: Differing): string {
  const whence = by === 'grounding' ? ': the words of its task give another grounding than the record' : '';
  return `${basis(recorded)} -> ${basis(again)}${whence}`;
}

function basis({ determining, reasons }: Verdict): string {
  return [...determining, ...reasons].join(', ') || 'no policy';
}

function groundingLines({ rebuilt, otherwise, recorded }: Repeated['grounding']): string[] {
  return [
    `grounding made anew of the words: ${grouped(rebuilt + otherwise)}`,
    ...(otherwise === 0 ? [] : [`  of these otherwise than recorded: ${grouped(otherwise)}`]),
    ...(recorded === 0 ? [] : [`grounding as recorded, some words are gone: ${grouped(recorded)}`]),
  ];
}
