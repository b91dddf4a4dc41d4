// Why a change is not harmless, in words a reviewer can check at the place named.

export type DriftVerdict = 'harmless' | 'review' | 'block';

export interface DriftReason {
  readonly rule: string;
  /** JSON pointer into the new definition. */
  readonly pointer: string;
  readonly text: string;
}
