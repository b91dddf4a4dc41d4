// What the rest of the gateway knows of telling people: what is set up, and how it goes.

import type { Clearance } from '../../kernel/flow/label.ts';
import type { Hearsay, Notifier, NotifierFault, NoticeKind } from '../ports/notifier.ts';
import type { Failing } from './cursor.ts';

export interface ChannelRules {
  /** Names it in the ledger. */
  readonly name: string;
  readonly notifier: Notifier;
  /** What it is told of. */
  readonly events: readonly NoticeKind[];
  /** Only what is for one of these roles, or for everybody; none: all. */
  readonly roles: readonly string[];
  /** Messages in a minute; what comes beyond goes together in one. */
  readonly perMinute: number;
  /** What argument values that are shown may carry; null: none are shown. */
  readonly shows: Clearance | null;
  /** It is no channel to people: an enforcement point hears how its access requests end, at this address. */
  readonly answers?: { readonly asker: string; readonly url: string };
}

export interface ChannelStatus {
  readonly name: string;
  /** When it last took a message, Unix milliseconds; null: never. */
  readonly deliveredAt: number | null;
  /** Why the last message was not taken, and after how many tries; null: it was, or there is none. */
  readonly failure: Pick<Failing, 'code' | 'attempt' | 'at'> | null;
  /** How many notices wait, as far as was looked. */
  readonly waiting: number;
}

export interface NotifyingRules {
  /** Where people reach the console, without a slash at the end. */
  readonly url: string;
  readonly channels: readonly ChannelRules[];
}

export interface Notifying {
  /** Each channel is sent what it is owed as far as it may now. Never rejects. */
  round(): Promise<void>;
  start(): void;
  /** Resolves when nothing is being sent any more; to be called while facts can still be recorded. */
  stop(): Promise<void>;
  status(): Promise<readonly ChannelStatus[]>;
  /** The channel by which the operator hears of its access requests at the address; null: none. */
  callbackAt(asker: string, url: string): string | null;
  /** `no-channel`: there is none of that name. */
  test(name: string): Promise<NotifierFault | 'no-channel' | null>;
  /**
   * What reached us as said in that channel; `taken` as soon as it is believed, and decided beside.
   * `no-channel`: there is none of that name in which anything can be said.
   */
  hear(name: string, said: Hearsay): Promise<'taken' | 'not-authentic' | 'no-channel'>;
}
