// What the set that is tried beside the one in force would have decided otherwise, since it is tried: read
// from the records, which said so when it happened.

import type { Core } from '../core.ts';
import { toItem } from '../loop/news.ts';
import { isDecided, verdictOf, type Decided } from './decided.ts';
import { taskOf } from './history.ts';
import { createPace } from './pace.ts';

export interface Disagreement {
  readonly record: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  readonly verdict: 'permit' | 'hold' | 'deny';
  readonly shadow: 'permit' | 'hold' | 'deny';
  readonly determining: readonly string[];
  readonly shadowDetermining: readonly string[];
}

export interface ShadowReport {
  readonly policy: string;
  /** The record since which it is tried, and its time, Unix milliseconds. */
  readonly since: { readonly record: string; readonly seq: number; readonly time: number };
  readonly decisions: number;
  readonly disagreements: number;
  /** By tool and by what became what; most first. */
  readonly groups: readonly {
    readonly connector: string;
    readonly tool: string;
    readonly verdict: Disagreement['verdict'];
    readonly shadow: Disagreement['shadow'];
    readonly count: number;
  }[];
  /** A page of them, oldest first, and where the next one starts; null: there is none. */
  readonly rows: readonly Disagreement[];
  readonly next: number | null;
}

const PAGE = 1_000;

/** Null: no set is tried. Rejects with `StoreFault`. */
export async function reportShadow(
  core: Core,
  page: { readonly after: number; readonly limit: number },
): Promise<ShadowReport | null> {
  const { shadow } = core.world.state(null).org;
  const stored = shadow === null ? null : await core.store.find(shadow.record);
  if (shadow === null || stored === null) return null;
  const rows: Disagreement[] = [];
  const counts = new Map<string, ShadowReport['groups'][number]>();
  let decisions = 0;
  let left = 0;
  for await (const { seen, found } of readDisagreements(core, shadow.digest, stored.seq)) {
    decisions += seen;
    if (found === null) continue;
    count(counts, found);
    if (found.seq < page.after) continue;
    if (rows.length < page.limit) rows.push(found);
    else left += 1;
  }
  const groups = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return {
    policy: shadow.digest,
    since: { record: stored.id, seq: stored.seq, time: stored.time },
    decisions,
    disagreements: groups.reduce((sum, group) => sum + group.count, 0),
    groups,
    rows,
    next: left === 0 ? null : rows.at(-1)!.seq + 1,
  };
}

async function* readDisagreements(
  core: Core,
  policy: string,
  since: number,
): AsyncGenerator<{ readonly seen: number; readonly found: Disagreement | null }, void> {
  const pace = createPace(core.stopping);
  for (let fromSeq = since; ;) {
    const page = await core.store.read({ fromSeq, limit: PAGE });
    for (const stored of page) {
      const { event, seq } = toItem(stored);
      if (isDecided(event)) yield { seen: 1, found: disagreementOf(event, seq, policy) };
      await pace();
    }
    if (page.length < PAGE) return;
    fromSeq = page.at(-1)!.seq + 1;
  }
}

function disagreementOf(event: Decided, seq: number, policy: string): Disagreement | null {
  const { agent, connector, tool, determining, shadow } = event.body;
  if (shadow?.policy !== policy) return null;
  return {
    record: event.id,
    seq,
    time: event.time,
    task: taskOf(event.stream)!,
    agent,
    connector,
    tool,
    verdict: verdictOf(event).verdict,
    determining,
    shadow: shadow.verdict,
    shadowDetermining: shadow.determining,
  };
}

function count(
  counts: Map<string, ShadowReport['groups'][number]>,
  { connector, tool, verdict, shadow }: Disagreement,
): void {
  const key = JSON.stringify([connector, tool, verdict, shadow]);
  const before = counts.get(key)?.count ?? 0;
  counts.set(key, { connector, tool, verdict, shadow, count: before + 1 });
}
