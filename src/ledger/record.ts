// A record is its canonical bytes: whoever holds them can recompute its hash, its leaf and its place.

import { decodeUtf8, equalBytes, firstDifference, utf8 } from './bytes.ts';
import { canonicalize, MAX_CANONICAL_DEPTH, type JsonObject } from './canonical.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { parseStrict } from './parse.ts';
import { findMisfit, isCount, isObject, isText, type Shape } from './shape.ts';
import { isName, isStream } from './stream.ts';

export interface Actor {
  readonly kind: 'agent' | 'operator' | 'system';
  readonly id: string;
}

/** What happened, before it has a place in the log. */
export interface Draft {
  /** Minted by the shell before the append, so that causes may point inside one batch. */
  readonly id: string;
  /** Milliseconds since the Unix epoch; never before the record before it. */
  readonly time: number;
  readonly stream: string;
  /** Kebab-case, past tense. */
  readonly type: string;
  readonly actor: Actor;
  /** Ids of earlier records. */
  readonly causes: readonly string[];
  /** A JSON object. */
  readonly body: object;
}

export interface LedgerRecord extends Draft {
  readonly v: 1;
  /** Index in the log, from 0. */
  readonly seq: number;
  /** Index in the stream, from 1. */
  readonly version: number;
  readonly body: JsonObject;
}

export interface SealedRecord {
  readonly record: LedgerRecord;
  /** Canonical JSON (RFC 8785) in UTF-8. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, 32 bytes: the log's entry, whose RFC 6962 leaf hash goes into the tree. */
  readonly hash: Uint8Array;
}

export const MAX_RECORD_BYTES = 8 * 1024 * 1024;

const isId = isText(/^[a-z]+_[0-9a-z]{16}(\.[0-9]+)?$/);

const ACTOR: Shape = {
  kind: (value) => value === 'agent' || value === 'operator' || value === 'system',
  id: isName,
};

const RECORD: Shape = {
  v: (value) => value === 1,
  id: isId,
  seq: isCount,
  time: isCount,
  stream: isStream,
  version: (value) => isCount(value) && value >= 1,
  type: isText(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  actor: (value) => findMisfit(value, ACTOR) === null,
  causes: (value) => Array.isArray(value) && value.every(isId),
  body: isObject,
};

/**
 * Gives a draft its place. Throws `malformed-record` (JSON pointer) for a wrong shape, `not-canonical-value`
 * for a body that is not JSON, `too-large` past 8 MiB.
 */
export function sealRecord(crypto: LedgerCrypto, draft: Draft, seq: number, version: number): SealedRecord {
  const record = checkRecord({ ...draft, v: 1, seq, version });
  const bytes = utf8(canonicalize(record));
  if (bytes.length > MAX_RECORD_BYTES) throw oversize();
  return { record, bytes, hash: crypto.sha256(bytes) };
}

/**
 * Reads bytes that claim to be a record. Throws `too-large`, `malformed-record` (not UTF-8, not strict JSON,
 * or another shape) or `not-canonical-bytes`; `offset` is the first offending byte where there is one.
 */
export function parseRecord(bytes: Uint8Array): LedgerRecord {
  if (bytes.length > MAX_RECORD_BYTES) throw oversize();
  const decoded = decodeUtf8(bytes);
  if ('badOffset' in decoded) {
    throw new LedgerFormatError('malformed-record', 'not UTF-8', { offset: decoded.badOffset });
  }
  const record = checkRecord(parseText(decoded.text));
  const canonical = utf8(canonicalize(record));
  if (!equalBytes(bytes, canonical)) {
    const offset = firstDifference(bytes, canonical);
    throw new LedgerFormatError('not-canonical-bytes', 'not canonical JSON', { offset });
  }
  return record;
}

function parseText(text: string): unknown {
  try {
    return parseStrict(text, { maxDepth: MAX_CANONICAL_DEPTH, maxBytes: MAX_RECORD_BYTES });
  } catch (error) {
    const { message, offset } = error as LedgerFormatError;
    throw new LedgerFormatError('malformed-record', message, { offset: utf8(text.slice(0, offset!)).length });
  }
}

function checkRecord(value: unknown): LedgerRecord {
  const misfit = findMisfit(value, RECORD);
  if (misfit !== null) {
    throw new LedgerFormatError('malformed-record', 'not the shape of a record', { location: `"${misfit}"` });
  }
  return value as LedgerRecord;
}

function oversize(): LedgerFormatError {
  return new LedgerFormatError('too-large', `a record of more than ${MAX_RECORD_BYTES} bytes`);
}
