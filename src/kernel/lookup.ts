// Ids come from outside: one that spells a property of every object (`constructor`) finds nothing.

/** The entry of that id, or null. */
export function entryOf<T>(entries: { readonly [id: string]: T }, id: string): T | null {
  return Object.hasOwn(entries, id) ? (entries[id] as T) : null;
}
