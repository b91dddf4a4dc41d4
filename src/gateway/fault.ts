// A fault is known by its code: what it says may name files, never secrets.

/** The stable code of a coded fault; `internal` for anything else. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'internal';
}
