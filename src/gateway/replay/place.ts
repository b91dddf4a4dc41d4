// Which recorded decision something is said about.

import type { Decided } from './decided.ts';
import { taskOf } from './history.ts';

export interface Place {
  readonly record: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
}

export function placeOf({ event, seq }: { readonly event: Decided; readonly seq: number }): Place {
  const { id: record, time, stream, body } = event;
  const { agent, connector, tool } = body;
  return { record, seq, time, task: taskOf(stream)!, agent, connector, tool };
}
