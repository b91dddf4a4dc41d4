// What fields of a result were admitted as holding, it carries where they are there with something in them:
// what they hold, and how that can be taken out.

import { partsOf, readJson } from './withhold.ts';
import type { Cut } from './withhold.ts';
import type { Json } from '../kernel/json.ts';
import type { ToolProfile } from '../kernel/state.ts';

/** A field that holds data of some kind. */
export interface HoldingField {
  readonly pointer: string;
  readonly categories: readonly string[];
}

/** Stands where a field was taken out. */
const MARK = '[redacted:field]';

export function holdingFields({ fields = {} }: Pick<ToolProfile, 'fields'>): readonly HoldingField[] {
  return Object.entries(fields)
    .filter(([, { categories }]) => categories.length > 0)
    .map(([pointer, { categories }]) => ({ pointer, categories }));
}

/** Those with something in them. */
export function fieldsIn(value: Json, fields: readonly HoldingField[]): readonly HoldingField[] {
  return fields.filter(({ pointer }) => holds(value, pointer === '' ? [] : partsOf(pointer)));
}

/** Leaves a mark in place of each. */
export function cutOfFields(fields: readonly HoldingField[]): Cut {
  const pointers = fields.map(({ pointer }) => partsOf(pointer));
  return { pointers, names: new Set(), rows: Number.POSITIVE_INFINITY, mark: MARK };
}

/** As far as pointers lead, a text that is JSON is what it says. */
function holds(value: Json, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return isFilled(value);
  const part = typeof value === 'string' ? readJson(value) : value;
  if (typeof part !== 'object' || part === null) return false;
  if (first === '*') return Object.values(part).some((one: Json) => holds(one, rest));
  return Object.hasOwn(part, first) && holds((part as { readonly [name: string]: Json })[first]!, rest);
}

/** Whether anything stands in it. */
export function isFilled(value: Json): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((one: Json) => isFilled(one));
  return value !== null && value !== '' && value !== MARK;
}
