// What became of each policy of another product: translated, changed or refused, and never left unsaid.

export interface ImportNote {
  readonly file: string;
  /** From 1 on, where the policy begins. */
  readonly line: number;
  readonly kind: 'translated' | 'changed' | 'refused';
  /** What it is called there: its `@id`, else its number in the file; null: the file itself is refused. */
  readonly policy: string | null;
  /** The id of what it became; null where it was refused. */
  readonly id: string | null;
  readonly message: string;
}

/** Why a policy cannot be translated so that it means the same. */
export class Untranslatable extends Error {
  readonly code = 'untranslatable';
}
