// `holdpoint replay --ledger`: the ledger of the running daemon, decided once more by itself. What another
// set would have decided of it is what `policy simulate` says.

import type { Differing } from '../../../gateway/replay/repeat.ts';
import type { Missing } from '../../../gateway/replay/words.ts';
import { repeatEvent } from '../../http/contract/replay.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { readLongAnswer } from '../long-answer.ts';
import { repeatLines } from '../render/repeat-words.ts';

/** Exits with 2 where a decision comes out otherwise than it was recorded. */
export async function replayLedger(context: Context): Promise<ExitCode> {
  const differing: Differing[] = [];
  const apart: { [why in Missing]?: string[] } = {};
  const { decisions, grounding } = await readLongAnswer(
    context,
    '/decisions/replay',
    (json) => repeatEvent.parse(json),
    (line) => {
      if (line.event === 'progress') return `${line.records} of ${line.of} records`;
      if (line.event === 'apart') (apart[line.why] ??= []).push(line.record);
      else {
        const { event: _, ...one } = line;
        differing.push(one);
      }
      return null;
    },
  );
  const repeated = { decisions, differing, apart, grounding };
  context.print(repeated, repeatLines(repeated).join('\n'));
  return differing.length > 0 ? EXIT.denied : EXIT.ok;
}
