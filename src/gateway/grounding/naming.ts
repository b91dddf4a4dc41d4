// What would have spared people a hold is tried before it is said: the same question once more, with the
// value named by the person, and nothing else changed.

import type { ArgumentGrounding } from '../../kernel/grounding.ts';
import type { Core } from '../core.ts';
import type { NewsItem } from '../news.ts';
import { isDecided } from '../replay/decided.ts';
import { Engines } from '../replay/engines.ts';
import { judge } from '../replay/judge.ts';
import { readDecision } from '../replay/replay.ts';

/** Whether nobody would have been asked, had the person named these. */
export type WouldPass = (named: readonly ArgumentGrounding[]) => boolean;

/** Of a held action; null where it cannot be decided again. Rejects with `StoreFault`. */
export async function tryNaming(
  core: Core,
  { event, seq }: Pick<NewsItem, 'event' | 'seq'>,
): Promise<WouldPass | null> {
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
