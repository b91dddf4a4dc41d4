// What the gateway needs of a model: a proposal that can only add, or a fault that says where.

import type { ArgumentRole } from '../../kernel/role.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';

/** A tool that a model is asked about: all of it is the connector's word. */
export interface AskedTool {
  /** Ours: the answer names it by this. */
  readonly id: string;
  readonly name: string;
  /** As JSON, cut where it is long. */
  readonly definition: string;
}

/** What a model says of a tool: a proposal that can only add. */
export interface ModelWord {
  readonly id: string;
  readonly effects: readonly Effect[];
  readonly egress: ToolProfile['egress'];
  readonly roles: readonly { readonly pointer: string; readonly role: ArgumentRole }[];
  /** Kinds of data that its results carry. */
  readonly categories: readonly string[];
  /** What a reviewer should look at, in its words. */
  readonly doubts: readonly string[];
}

/**
 * A model that proposes and decides nothing. Asked only where somebody asks for it; what it is told leaves
 * this machine for where it is configured to be. Rejects with `ProposerFault`.
 */
export interface Proposer {
  readonly model: string;
  propose(tools: readonly AskedTool[], signal: AbortSignal): Promise<readonly ModelWord[]>;
}

export type ProposerFaultCode =
  | 'proposer-missing'
  | 'proposer-key-missing'
  | 'proposer-unreachable'
  | 'proposer-timeout'
  | 'proposer-refused'
  | 'proposer-nonsense'
  | 'proposer-too-large';

/** Says where, and never what was sent or answered. */
export class ProposerFault extends Error {
  readonly code: ProposerFaultCode;
  constructor(code: ProposerFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProposerFault';
    this.code = code;
  }
}
