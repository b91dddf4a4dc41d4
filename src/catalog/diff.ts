// A person who admits a changed connector sees every change, field by field, and nothing that did not change.

import type { Json, JsonObject } from '../kernel/json.ts';
import { escapeStep, isObject } from './member.ts';

/** A part of a definition that was added (`before` is absent), removed (`after` is absent) or replaced. */
export interface FieldChange {
  /** JSON pointer (RFC 6901) into the definition. */
  readonly pointer: string;
  readonly before?: Json;
  readonly after?: Json;
}

export interface ToolDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly name: string; readonly fields: readonly FieldChange[] }[];
}

interface Definitions {
  readonly [name: string]: JsonObject;
}

/** Compares definitions by tool name. The order of keys does not count; that of array items does. */
export function diffTools(admitted: Definitions, proposed: Definitions): ToolDiff {
  const names = keysOf(admitted, proposed);
  return {
    added: names.filter((name) => !Object.hasOwn(admitted, name)),
    removed: names.filter((name) => !Object.hasOwn(proposed, name)),
    changed: names.flatMap((name) => {
      const [before, after] = [member(admitted, name), member(proposed, name)];
      const fields = before && after ? diffObjects(before, after, '') : [];
      return fields.length > 0 ? [{ name, fields }] : [];
    }),
  };
}

function diffJson(before: Json | undefined, after: Json | undefined, pointer: string): FieldChange[] {
  if (isObject(before) && isObject(after)) return diffObjects(before, after, pointer);
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }).flatMap((_, index) =>
      diffJson(before[index] as Json | undefined, after[index] as Json | undefined, `${pointer}/${index}`),
    );
  }
  if (before === after) return [];
  return [
    { pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
  ];
}

function diffObjects(before: JsonObject, after: JsonObject, pointer: string): FieldChange[] {
  return keysOf(before, after).flatMap((key) => {
    const step = escapeStep(key);
    return diffJson(member(before, key), member(after, key), `${pointer}/${step}`);
  });
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
}

function member<Value>(values: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
