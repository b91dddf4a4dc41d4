/** How far a long look at the ledger is. */
export interface Progress {
  readonly records: number;
  readonly of: number;
}

export function progressWords({ records, of }: Progress): string {
  return `${records.toLocaleString()} of ${of.toLocaleString()} records`;
}
