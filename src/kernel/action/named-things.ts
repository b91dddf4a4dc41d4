// What a call names at its connector stands before the kernel as commitments alone, equal in all tasks.

export interface NamedThings {
  /** Commitments to the objects that it names; absent: not known. */
  readonly objects?: readonly string[];
  /** Those of them that stand where its arguments say who acts or receives; absent: not known. */
  readonly parties?: readonly string[];
  /** In the same way, the names that it gives what it sets up; absent: none, or not known. */
  readonly names?: readonly string[];
  /**
   * In the same way, other forms of its objects: of a call that changes them, what they may be known by from
   * then on; of one that approves, all that its chain may have made or changed them under; absent: not known.
   */
  readonly forms?: readonly string[];
}
