// What a task's records name as their causes, followed in both directions and across tasks, is one graph:
// nothing is guessed, and what was not followed to its end is said.

import type { Event, Principal } from '../../kernel/event.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { describeSubject } from './subject.ts';

/** A record as the event it records, with its place. */
export type PlacedEvent = Event & Pick<LedgerRecord, 'seq'>;

/** `task`: of the task itself. `past`: what led to it. `downstream`: what followed from it elsewhere. */
export type Part = 'task' | 'past' | 'downstream';

export interface GraphNode {
  /** The record's id. */
  readonly id: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly type: string;
  readonly stream: string;
  readonly actor: Principal;
  readonly part: Part;
  /** What the record is about: ids and names only, no words of a person. */
  readonly subject: string;
}

/** The record `cause` led to the record `effect`. */
export interface GraphEdge {
  readonly cause: string;
  readonly effect: string;
}

/** A part that was looked at for so many records and then no further. */
export interface Cut {
  readonly part: Part;
  readonly records: number;
}

export interface CausalGraph {
  readonly task: string;
  /** In the ledger's order. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Empty: nothing is left out. */
  readonly cuts: readonly Cut[];
}

export interface RelatedRecord {
  readonly part: Part;
  readonly event: PlacedEvent;
}

/** What of the ledger hangs together with a task. */
export interface Related {
  readonly task: string;
  /** In the ledger's order, each once. */
  readonly records: readonly RelatedRecord[];
  readonly cuts: readonly Cut[];
}

export function buildGraph({ task, records, cuts }: Related): CausalGraph {
  const known = new Set(records.map(({ event }) => event.id));
  const nodes = records.map(({ part, event }): GraphNode => {
    const { id, seq, time, type, stream, actor } = event;
    return { id, seq, time, type, stream, actor, part, subject: describeSubject(event) };
  });
  const edges = records.flatMap(({ event }) =>
    [...new Set(event.causes)]
      .filter((cause) => known.has(cause))
      .map((cause) => ({ cause, effect: event.id })),
  );
  return { task, nodes, edges, cuts };
}
