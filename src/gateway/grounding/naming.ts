// What would have spared people a hold is tried before it is said: the same question once more, with the
// value named by the person, and nothing else changed. It was asked once, so the answer stays.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Core } from '../core.ts';
import type { NewsItem } from '../loop/news.ts';
import { isDecided } from '../replay/decided.ts';
import { Engines } from '../replay/engines.ts';
import { judge } from '../replay/judge.ts';
import { readDecision } from '../replay/replay.ts';

/** Whether nobody would have been asked, had the person named these. */
type WouldPass = (named: readonly ArgumentGrounding[]) => boolean;
/** What the person could have said, by the argument's pointer. */
type Remedies = ReadonlyMap<string, string>;
type Held = Pick<NewsItem, 'event' | 'seq'>;

/** Of so many holds at a time: folding the ledger again for each look at one would be slow. */
export const REMEMBERED = 256;

const known = new WeakMap<Core['world'], Map<string, Promise<Remedies>>>();

/**
 * Of the arguments of a held action that are in doubt, what would have let them pass.
 * Rejects with `StoreFault`.
 *
 * @param named those in doubt; none of them is there only because some text asked for it
 */
export async function findRemedies(
  core: Core,
  held: Held,
  named: readonly ArgumentGrounding[],
): Promise<Remedies> {
  if (named.length === 0) return new Map();
  const remembered = known.get(core.world) ?? new Map<string, Promise<Remedies>>();
  known.set(core.world, remembered);
  const record = held.event.id;
  const before = remembered.get(record);
  if (before !== undefined) return before;
  const [oldest] = remembered.keys();
  if (oldest !== undefined && remembered.size >= REMEMBERED) remembered.delete(oldest);
  const found = tryAll(core, held, named).catch((error: unknown) => {
    remembered.delete(record);
    throw error;
  });
  remembered.set(record, found);
  return found;
}

async function tryAll(core: Core, held: Held, named: readonly ArgumentGrounding[]): Promise<Remedies> {
  const wouldPass = await tryNaming(core, held);
  if (wouldPass === null) return new Map();
  const alone = named.filter((one) => wouldPass([one]));
  const others = alone.length < named.length && named.length > 1 && wouldPass(named) ? named : [];
  return new Map([
    ...others.map(
      (one) =>
        [one.pointer, 'the person names it, and all else in doubt, in the prompt of the task'] as const,
    ),
    ...alone.map((one) => [one.pointer, 'the person names it in the prompt of the task'] as const),
  ]);
}

/** Null where it cannot be decided again. */
async function tryNaming(core: Core, { event, seq }: Held): Promise<WouldPass | null> {
  if (!isDecided(event)) return null;
  const moment = await readDecision(core, { event, seq });
  if (moment.kind === 'apart') return null;
  const { past, request } = moment;
  const engine = new Engines(core).engine(past.org.policy, past.connectors);
  return (named) => {
    const pointers = new Set(named.map(({ pointer }) => pointer));
    const grounding = (event.body.grounding ?? []).map((one) =>
      pointers.has(one.pointer) ? ({ ...one, level: 'person', match: 'exact' } as const) : one,
    );
    return judge(past, { ...request, grounding }, engine).verdict === 'permit';
  };
}
