// What a recording says of one agent's run, whoever recorded it: what a person asked for, and the calls in
// their order. What a recording does not hold is absent here, never guessed.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import type { Fact } from '../../kernel/action/fact.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { Scope, TaskState, ToolProfile } from '../../kernel/state.ts';

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
  /** The step that its task was in; absent: it had none, or nothing says so. */
  readonly step?: string;
  /** When it was asked for, Unix milliseconds; absent: nothing says so. */
  readonly at?: number;
  /** What the records of a ledger say beyond that; absent: it comes from elsewhere. */
  readonly told?: ToldCall;
}

/** How a call ended, as it is settled. */
export type Ended = Omit<Extract<Fact, { readonly fact: 'call' }>, 'fact' | 'action'>;

/** Places count the records of its task: what came between two calls comes between them again. */
export interface ToldCall {
  readonly place: number;
  /** What its arguments carried; absent: nobody looked. */
  readonly carried?: readonly ArgumentLabels[];
  /** Null: it did not end, or was never made. */
  readonly ended: { readonly place: number; readonly as: Ended } | null;
  /** Of a hold that nobody approved: that people said no, or its asker took it back; null: neither. */
  readonly refused: {
    readonly place: number;
    /** Unix milliseconds. */
    readonly at: number;
    readonly status: 'rejected' | 'void';
  } | null;
}

/** How a task began. */
export interface Began extends Pick<TaskState, 'data' | 'inherited' | 'depth'> {
  /** Unix milliseconds. */
  readonly at: number;
  readonly seconds: number;
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
  /** What its task was allowed, as it was recorded; absent: nothing says so. */
  readonly scope?: Scope;
  /** Absent: nothing says so, and nothing was before it. */
  readonly began?: Began;
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
