// Arguments as a flat list of what they hold, each with its place: what one reads, and what two of them are
// compared by.

import type { GroundedArgumentView } from '../../../src/surfaces/http/contract/grounding.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export interface Leaf {
  /** RFC 6901. */
  readonly pointer: string;
  readonly value: null | boolean | number | string | readonly [] | { readonly [name: string]: never };
}

export function leavesOf(value: JsonValue, pointer = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ pointer, value }];
  const members: readonly (readonly [string, JsonValue])[] = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((one, index) => [String(index), one] as const)
    : Object.entries(value as { readonly [name: string]: JsonValue });
  if (members.length === 0) return [{ pointer, value: value as Leaf['value'] }];
  return members.flatMap(([name, one]) => leavesOf(one, `${pointer}/${escapeStep(name)}`));
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

export type Change =
  | { readonly kind: 'same' | 'added'; readonly leaf: Leaf }
  | { readonly kind: 'removed'; readonly leaf: Leaf }
  | { readonly kind: 'changed'; readonly leaf: Leaf; readonly before: Leaf };

/** In the order of the later one; what is gone follows. */
export function diffLeaves(before: readonly Leaf[], after: readonly Leaf[]): readonly Change[] {
  const old = new Map(before.map((leaf) => [leaf.pointer, leaf]));
  const changes = after.map((leaf): Change => {
    const was = old.get(leaf.pointer);
    old.delete(leaf.pointer);
    if (was === undefined) return { kind: 'added', leaf };
    const isSame = JSON.stringify(was.value) === JSON.stringify(leaf.value);
    return isSame ? { kind: 'same', leaf } : { kind: 'changed', leaf, before: was };
  });
  return [...changes, ...[...old.values()].map((leaf): Change => ({ kind: 'removed', leaf }))];
}

/** Values that carry authority first, in the order in which they stand. */
export function byAuthority(
  changes: readonly Change[],
  grounding: readonly Pick<GroundedArgumentView, 'pointer' | 'role'>[],
): readonly Change[] {
  const placed = grounding.filter(({ pointer }) => pointer !== '');
  const rank = ({ leaf }: Change): number => {
    const role = nearest(placed, leaf.pointer)?.role;
    return role === undefined || role === 'content' ? 1 : 0;
  };
  return changes.toSorted((a, b) => rank(a) - rank(b));
}

/** What a leaf says, in the words of its own kind. */
export function wordsOf({ value }: Leaf): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Null where the text is gone or is no JSON. */
export function parseArguments(text: string | null): JsonValue | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

/** What is known of a value or of what holds it: the nearest place above it that has an entry. */
export function nearest<Entry extends { readonly pointer: string }>(
  entries: readonly Entry[],
  pointer: string,
): Entry | null {
  const above = entries.filter((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
  return above.toSorted((a, b) => b.pointer.length - a.pointer.length)[0] ?? null;
}

/** Member by member, in their order; what is no JSON stays as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
