// What telling people needs of the world. Each comment is the contract that the port's one suite tests.

import type { Effect } from '../../kernel/effect.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** What people may be told of. Channels decide nothing: a notice says what the ledger says. */
export const NOTICE_KINDS = [
  'hold-raised',
  'hold-decided',
  'hold-reminded',
  'hold-escalated',
  'hold-expired',
  'policy-notice',
  'task-quarantined',
  'breaker-tripped',
  'killed',
  'kill-lifted',
  'drift',
  'revocation-failing',
  'outcome-contradicted',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One thing that happened, for people. Its words are of one line each and without control characters. */
export interface Notice {
  /** The record that says it. */
  readonly record: string;
  readonly kind: NoticeKind;
  /** Unix milliseconds. */
  readonly at: number;
  /** One sentence. */
  readonly says: string;
  /** Where people see it as it is then. */
  readonly link: string;
  readonly task: string | null;
  readonly hold: string | null;
  readonly agent: string | null;
  readonly connector: string | null;
  readonly tool: string | null;
  readonly effects: readonly string[];
  /** Whose people it is for; none: everybody's. */
  readonly roles: readonly string[];
  /** Until when a hold waits, Unix milliseconds; null: nothing waits any more. */
  readonly expiresAt: number | null;
  /** Of what was asked for, where the channel is cleared for it; absent: it is not, or nothing is there. */
  readonly arguments?: JsonObject;
  /** An access request that ended, for the enforcement point that made it; absent: it tells of no end. */
  readonly access?: {
    readonly status: string;
    /** What it asked to have said back. */
    readonly back: { readonly [member: string]: string };
  };
}

/** What is sent at once. */
export interface Message {
  /** The same over all tries, and of no other message: whoever has it already drops it. */
  readonly id: string;
  /** A line for a list of messages. */
  readonly subject: string;
  /** At least one, oldest first; several: a digest. None: a test. */
  readonly notices: readonly Notice[];
  /** When it was made, Unix milliseconds. */
  readonly at: number;
}

export type NotifierFault =
  | 'unreachable'
  | 'timeout'
  /** The secret that its configuration refers to is not there, or is none. */
  | 'secret-missing'
  /** The address is of a private network and is not said to be meant. */
  | 'address-refused'
  /** The other side did not take it. */
  | 'refused'
  /** The other side asks for fewer messages. */
  | 'slow-down'
  /** The connection cannot be encrypted as it has to be. */
  | 'insecure';

/**
 * Sends a message to people. Never rejects: what went wrong is in the answer. It is bounded in time, and an
 * aborted one counts as `unreachable`. It follows no redirect. `null`: the other side has it.
 */
export interface Notifier {
  deliver(message: Message, signal: AbortSignal): Promise<NotifierFault | null>;
  /** Absent: what was sent stays as it is. */
  readonly revising?: Revising;
  /** Absent: nobody answers through it. */
  readonly hearing?: Hearing;
}

/** A message that can be changed where it stands, so that nobody acts on what is over. */
export interface Revising {
  /** As `deliver` does; `handle` is what names the message from then on. */
  post(message: Message, signal: AbortSignal): Promise<NotifierFault | { readonly handle: string }>;
  /** `null`: people see the message as it is now, or it is gone. Doing it again changes nothing. */
  revise(handle: string, message: Message, signal: AbortSignal): Promise<NotifierFault | null>;
}

/** What reached us as the other side's word, before anything of it is believed. */
export interface Hearsay {
  readonly timestamp: string;
  readonly signature: string;
  /** Exactly as it came: that is what is signed. */
  readonly body: Uint8Array;
}

/** Somebody says no to a hold that they were told of. */
export interface ChannelAnswer {
  readonly task: string;
  readonly hold: string;
  /** Who that is at the other side. */
  readonly account: string;
  /** Who that is here, by the configuration; null: nobody. */
  readonly operator: string | null;
  /** Where they can be told what came of it. */
  readonly place: string;
}

export type Heard =
  /** It is not the other side's word, too old, or was heard before. */
  | { readonly kind: 'not-authentic' }
  /** It is, and asks for nothing that is known here. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reject'; readonly answer: ChannelAnswer };

export interface Hearing {
  /** Effects of the actions to which people may say no there; no other hold offers it. */
  readonly effects: readonly Effect[];
  /** Believes what is signed, of the last five minutes, once. `now`: Unix milliseconds. Never rejects. */
  hear(said: Hearsay, now: number): Promise<Heard>;
  /** Tells the one person, and nobody else, what came of it. Never rejects. */
  reply(answer: ChannelAnswer, says: string, signal: AbortSignal): Promise<NotifierFault | null>;
}
