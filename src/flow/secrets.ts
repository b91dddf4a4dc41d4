// A secret that is never written cannot be read later. What is told to be one, by its form, by the name
// before it or because it was released here, is replaced; a text costs its length.

import type { Json } from '../kernel/json.ts';
import { findPrivateKeys } from './private-key.ts';
import { kindOfMember, mayHoldSecret, SECRET_SHAPES } from './secret-shape.ts';

export interface FoundSecret {
  readonly kind: string;
  readonly count: number;
}

export interface Redacted<Value> {
  readonly value: Value;
  /** By kind, in order of their names; empty: nothing was replaced. */
  readonly found: readonly FoundSecret[];
}

/** Where in a text a secret stands: offsets in UTF-16 units, the end behind the last. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Shorter ones would be found by accident. */
const MIN_KNOWN = 6;
/** Deeper values are not looked into, so they are not kept either. */
const MAX_DEPTH = 256;

/**
 * Replaces the secrets of a text by `[redacted:<kind>]`.
 *
 * @param known secrets that were released: found wherever they stand
 */
export function redactText(text: string, known: readonly string[]): Redacted<string> {
  const counts = new Map<string, number>();
  return { value: redactString(text, { known, counts }), found: toFound(counts) };
}

/** The same in every string of a JSON value, and in the members whose names say what they hold. */
export function redactJson(value: Json, known: readonly string[]): Redacted<Json> {
  const counts = new Map<string, number>();
  return { value: redactValue(value, { known, counts }, MAX_DEPTH), found: toFound(counts) };
}

type Counts = Map<string, number>;

interface Search {
  readonly known: readonly string[];
  readonly counts: Counts;
}

function redactValue(value: Json, search: Search, depth: number): Json {
  if (typeof value === 'string') return redactString(value, search);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return mark('too-deep', search);
  if (Array.isArray(value))
    return (value as readonly Json[]).map((one) => redactValue(one, search, depth - 1));
  const members = Object.entries(value).map(([name, member]) => {
    const kind = typeof member === 'string' ? kindOfMember(name, member) : null;
    return [name, kind === null ? redactValue(member, search, depth - 1) : mark(kind, search)] as const;
  });
  return Object.fromEntries(members);
}

function redactString(text: string, search: Search): string {
  let kept = '';
  let at = 0;
  for (const { start, end, kind } of findSecrets(text, search.known)) {
    // What overlaps the one before is covered as far as it reaches.
    if (end <= at) continue;
    if (start >= at) kept += text.slice(at, start) + mark(kind, search);
    at = end;
  }
  return kept + text.slice(at);
}

function mark(kind: string, { counts }: Search): string {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return `[redacted:${kind}]`;
}

function toFound(counts: Counts): FoundSecret[] {
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** By their start, and of those the longest first: they may overlap. */
export function findSecrets(text: string, known: readonly string[]): SecretSpan[] {
  const told = mayHoldSecret(text) ? [...privateKeySpans(text), ...shapeSpans(text)] : [];
  const spans = [...knownSpans(text, known), ...told];
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

function privateKeySpans(text: string): SecretSpan[] {
  return findPrivateKeys(text).map((key) => ({ ...key, kind: 'private-key' }));
}

function knownSpans(text: string, known: readonly string[]): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const secret of known.filter(({ length }) => length >= MIN_KNOWN)) {
    for (
      let start = text.indexOf(secret);
      start !== -1;
      start = text.indexOf(secret, start + secret.length)
    ) {
      spans.push({ start, end: start + secret.length, kind: 'credential' });
    }
  }
  return spans;
}

function shapeSpans(text: string): SecretSpan[] {
  return SECRET_SHAPES.flatMap(({ kind, marks, pattern, accepts }) => {
    if (marks.length > 0 && !marks.some((one) => text.includes(one))) return [];
    return Array.from(text.matchAll(pattern), ({ indices }) => {
      const [start, end] = indices![1] ?? indices![0]!;
      return { start, end, kind };
    }).filter(({ start, end }) => accepts(text.slice(start, end)));
  });
}
