// A lone surrogate has no UTF-8 form: the WASM boundary throws on it and loses a little stack each time,
// until it answers nothing. So text is checked before it gets there, wherever it comes from.

/** Whether a string, or every string and name inside a JSON value, can be written as UTF-8. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isWellFormed(name) && isWellFormed(inner));
}
