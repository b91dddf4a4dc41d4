// What an access request is about: who passed it on, and the recorded answer that it is to lift.

export interface AskedAccess {
  /** The enforcement point that asked. It does not approve. */
  readonly actor: { readonly kind: 'agent' | 'operator' | 'system'; readonly id: string };
  /** Record of the evaluation that was no, and may be asked for. */
  readonly evaluation: string;
  /** Of a record from before `access-watched`: how the asker hears how it ended. */
  readonly callback?: AccessCallback;
}

export interface AccessCallback {
  /** The channel that leads there. */
  readonly channel: string;
  /** Which ends it wants to hear of; absent: all. */
  readonly events?: readonly string[];
  /** Commitment to what is said back with it. */
  readonly back: string;
}

/** Access requests whose end is told once, when all of them have ended. */
export interface WatchedAccess {
  /** Names them together to whoever asked: the one hold, or what stands for several. */
  readonly handle: string;
  readonly holds: readonly string[];
  readonly callback: AccessCallback;
}

/** The moment at which all that was asked of people was given. */
export interface ApprovedAccess {
  readonly record: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What an answer that people can be asked to lift is bound to, and until when that can be asked. */
export interface Requestable {
  readonly digest: string;
  /** Unix milliseconds. */
  readonly until: number;
}

/**
 * What became of an approval that was presented: it is not this asker's, or none; it is for another question;
 * it was used, or ended, or what was shown moved, or policy asks for more by now; or it is good and the
 * answer is no all the same.
 */
export type PresentedApproval = 'used' | 'unverifiable' | 'out-of-scope' | 'expired' | 'denied';
