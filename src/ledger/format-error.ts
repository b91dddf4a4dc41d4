// Bytes that are not in the ledger's format are refused with a code and a place, never with their content.

export type LedgerFormatCode =
  /** A value that canonical JSON cannot carry; the location is a JSON pointer. */
  | 'not-canonical-value'
  /** Text that is not strict JSON; the location is a line and a column. */
  | 'not-strict-json'
  /** More bytes than the format allows. */
  | 'too-large'
  /** Bytes that parse but are not the canonical bytes of what they say. */
  | 'not-canonical-bytes'
  | 'malformed-record'
  | 'malformed-stream'
  | 'malformed-frontier'
  | 'malformed-key'
  | 'malformed-note'
  | 'malformed-checkpoint'
  | 'malformed-statement'
  | 'malformed-tile'
  | 'malformed-proof'
  /** A known key's signature does not verify, or no known key signed. */
  | 'signature-invalid';

export interface FormatErrorPlace {
  /** For a person: a JSON pointer, or a line and a column. */
  readonly location?: string;
  /** Offset of the first offending byte (of the UTF-16 unit, where the input is a string). */
  readonly offset?: number;
}

/** Thrown by every function of the ledger that is given something out of format. */
export class LedgerFormatError extends Error {
  override readonly name = 'LedgerFormatError';
  readonly code: LedgerFormatCode;
  readonly location: string | null;
  readonly offset: number | null;

  constructor(code: LedgerFormatCode, problem: string, place: FormatErrorPlace = {}) {
    super(place.location === undefined ? problem : `${problem} at ${place.location}`);
    this.code = code;
    this.location = place.location ?? null;
    this.offset = place.offset ?? null;
  }
}
