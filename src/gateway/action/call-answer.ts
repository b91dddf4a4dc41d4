// How a permitted call ended, as its caller sees it.

import type { JsonObject } from '../../kernel/json.ts';
import type { Fact } from '../../kernel/action/fact.ts';
import type { Outcome } from '../../kernel/state.ts';
import type { UpstreamOutcome } from '../ports.ts';

export interface CallAnswer {
  readonly outcome: Outcome;
  /** What the upstream answered, as it came; null where nothing came. */
  readonly reply: UpstreamReply | null;
  /** Coded fault, where nothing came. */
  readonly code: string | null;
  /** What else is recorded of it. */
  readonly remarks?: Remarks;
}

export type Remarks = Pick<
  Extract<Fact, { fact: 'call' }>,
  | 'presented'
  | 'findings'
  | 'misfit'
  | 'verified'
  | 'made'
  | 'labels'
  | 'records'
  | 'wrote'
  | 'isTold'
  | 'unvouched'
>;

export type UpstreamReply =
  | { readonly result: JsonObject }
  | { readonly error: Extract<UpstreamOutcome, { error: object }>['error'] };

/** The live side of a call: who still listens. */
export interface CallHooks {
  readonly onProgress: (progress: JsonObject) => void;
  /** Puts a question of the connector to the person at the client; the answer is an MCP ElicitResult. */
  readonly onElicit: (request: JsonObject) => Promise<JsonObject>;
  /** Told what the connector answered, as it came and before anything is taken out of it. */
  readonly onAnswered?: (outcome: UpstreamOutcome) => void;
}
