// A record as the ledger hashes it: canonical JSON (RFC 8785) of what was parsed from canonical JSON.

/** Members by UTF-16 code units; numbers and strings are written by JavaScript as RFC 8785 has them. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, of]) => `${JSON.stringify(name)}:${canonicalText(of)}`).join(',')}}`;
}
