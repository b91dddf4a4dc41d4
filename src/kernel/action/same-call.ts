// What the very same call is known by, however often it is asked for: never its arguments, only commitments.

export interface SameCall {
  /** Under the agent's key: the same in all its tasks, and nowhere else; absent: it has none. */
  readonly ofAgent?: string;
  /** Under the connector's key: the same whoever asks; absent: nobody can say which call it is. */
  readonly call?: string;
}
