// What a recording says of one agent's run, whoever recorded it: what a person asked for, and the calls in
// their order. What a recording does not hold is absent here, never guessed.

import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';

export interface RecordedCall {
  readonly tool: string;
  /** The connector that it belongs to; absent: the only one of the set that has such a tool. */
  readonly server?: string;
  /** Null: they were not recorded. */
  readonly args: JsonObject | null;
  /** Structured where it was recorded so; null: it was not recorded, or says nothing. */
  readonly result: Json;
  /** It was held or denied then, and never made: there is no result to record; absent: it was made. */
  readonly stopped?: true;
  /** What the person said between the call before and this one. */
  readonly said?: string;
  /** When it was asked for, Unix milliseconds; absent: nothing says so. */
  readonly at?: number;
}

export interface RecordedRun {
  readonly id: string;
  readonly kind: string;
  readonly prompt: string;
  readonly calls: readonly RecordedCall[];
  readonly attackCalls: readonly RecordedCall[];
  /** How many of the calls were made when the attack begins. */
  readonly before: number;
  readonly meaningful: boolean;
}

export interface RecordedTool {
  readonly server: string;
  readonly definition: JsonObject & { readonly name: string };
  /** As people admitted it; absent: as the importer takes it. */
  readonly admitted?: { readonly effects: readonly Effect[]; readonly profile: ToolProfile };
}

export interface RecordedSet {
  readonly name: string;
  readonly tools: readonly RecordedTool[];
  readonly cases: readonly RecordedRun[];
}

/** What a connector may be called here. */
export function connectorName(server: string): string {
  return server.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** What a recording does not hold, so that its verdicts rest on less than a gateway would know. */
export interface Lacks {
  readonly calls: number;
  readonly withoutArguments: number;
  readonly withoutResult: number;
}

export function lacksOf({ cases }: RecordedSet): Lacks {
  const calls = cases.flatMap((one) => one.calls);
  return {
    calls: calls.length,
    withoutArguments: calls.filter(({ args }) => args === null).length,
    withoutResult: calls.filter(({ result, stopped }) => result === null && stopped !== true).length,
  };
}
