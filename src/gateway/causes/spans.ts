// A task's records as spans: every record of a task is the start of one, its end or an event in it, so that
// nothing is left out. A span lies in the task's own; a lease lies in the action that it was granted for.

import type { PlacedEvent, Related } from './causal-graph.ts';

export interface Span {
  /** The record that begins it. */
  readonly begins: PlacedEvent;
  /** Null: it goes on, or its end is not among the records. */
  readonly ended: PlacedEvent | null;
  /** The record that begins the span around it; null where there is none. */
  readonly parent: string | null;
  /** Records in it that neither begin nor end a span. */
  readonly events: readonly PlacedEvent[];
  readonly links: readonly SpanLink[];
}

/** A cause that is not the span around it. */
export interface SpanLink {
  readonly cause: string;
  /** The record that begins the span which the cause belongs to. */
  readonly begins: PlacedEvent;
}

interface Growing extends Span {
  readonly events: PlacedEvent[];
  ended: PlacedEvent | null;
}

/** The spans of the task and of what followed from it, in the order in which they began. */
export function traceSpans({ records }: Related): Span[] {
  const spans: Growing[] = [];
  const openings = new Map<string, string>();
  /** The span that each record belongs to. */
  const homes = new Map<string, Growing>();
  for (const { part, event } of records) {
    if (event.type === 'task-opened') openings.set(event.stream, event.id);
    const opening = openings.get(event.stream) ?? null;
    const causes = event.causes.flatMap((cause) => {
      const home = homes.get(cause);
      return home === undefined ? [] : [{ cause, home }];
    });
    // That the task was open is the least that a cause can say.
    const nearest = causes.find(({ home }) => home.begins.id !== opening) ?? causes[0];
    if (beginsSpan(event)) {
      const parent = parentOf(event, nearest?.home ?? null, opening);
      const links = causes
        .filter(({ home }) => home.begins.id !== parent)
        .map(({ cause, home }) => ({ cause, begins: home.begins }));
      const span: Growing = { begins: event, parent, links, events: [], ended: null };
      homes.set(event.id, span);
      if (part !== 'past') spans.push(span);
      for (const { home } of causes) if (endsSpan(event, home.begins)) home.ended ??= event;
    } else if (nearest !== undefined) {
      homes.set(event.id, nearest.home);
      if (endsSpan(event, nearest.home.begins)) nearest.home.ended ??= event;
      else nearest.home.events.push(event);
    }
  }
  return spans;
}

function beginsSpan(event: PlacedEvent): boolean {
  switch (event.type) {
    case 'task-opened':
    case 'action-permitted':
    case 'action-denied':
    case 'lease-granted':
      return true;
    case 'action-held':
      return !event.body.joined;
    default:
      return false;
  }
}

function parentOf({ type, id }: PlacedEvent, nearest: Span | null, opening: string | null): string | null {
  if (type === 'lease-granted' && nearest !== null) return nearest.begins.id;
  return opening === id ? null : opening;
}

const HOLD_ENDS: readonly string[] = [
  'action-permitted',
  'hold-rejected',
  'hold-rejected-in-channel',
  'hold-withdrawn',
];

function endsSpan(event: PlacedEvent, begins: PlacedEvent): boolean {
  switch (begins.type) {
    case 'task-opened':
      return event.type === 'task-closed' || event.type === 'task-quarantined';
    case 'action-permitted':
      return event.type === 'action-settled';
    case 'action-held':
      return HOLD_ENDS.includes(event.type);
    case 'lease-granted':
      return event.type === 'lease-revoked';
    default:
      return false;
  }
}
