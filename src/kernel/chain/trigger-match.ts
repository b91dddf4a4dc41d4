// A call does not slip past a trigger by the shape of its arguments: what stands in another case, in a list,
// beside a name or in another argument counts as if it stood in place. Where that is not sure, it is met.

import type { Json, JsonObject } from '../json.ts';
import type { ConstraintEngine } from '../policy.ts';

/** What is known of a condition: worked out once. */
interface Condition {
  /** Fits what surely does not meet it: one that cannot be used is missed by nothing. */
  readonly missing: Json;
  /** Where it asks for something. */
  readonly places: readonly (readonly string[])[];
}

/** Values that are tried in place; where there are more, the condition is met. */
const MAX_TRIES = 512;

const conditions = new WeakMap<object, Condition>();

/** Whether a call with these arguments may meet the condition. */
export function mayMeet(constraints: ConstraintEngine, when: Exclude<Json, null>, input: Json): boolean {
  const meets = (missing: Json, value: Json): boolean => constraints.check(missing, value).length > 0;
  if (typeof when !== 'object') return meets({ not: when }, input);
  const { missing, places } = conditionOf(when);
  if (meets(missing, input)) return true;
  const folded = foldAll(input);
  if (meets(missing, folded)) return true;
  const addresses = textsIn(input).flatMap(addressesIn);
  const tries = places.map((place) => {
    const own = textsIn(at(input, place)).flatMap((text) => text.split(/[,;]/));
    return [
      place,
      [...new Set([...own, ...addresses].flatMap((text) => [text.trim(), fold(text)]))],
    ] as const;
  });
  if (tries.reduce((sum, [, texts]) => sum + texts.length, 0) > MAX_TRIES) return true;
  return tries.some(([place, texts]) =>
    texts.some((text) =>
      [input, folded].some(
        (base) => meets(missing, put(base, place, text)) || meets(missing, put(base, place, [text])),
      ),
    ),
  );
}

function conditionOf(when: object & Json): Condition {
  const before = conditions.get(when);
  if (before !== undefined) return before;
  const condition = {
    missing: { not: { anyOf: [when, foldValues(when)] } },
    places: placesIn(when, []),
  };
  conditions.set(when, condition);
  return condition;
}

function placesIn(schema: Json, path: readonly string[]): readonly (readonly string[])[] {
  if (isList(schema)) return schema.flatMap((one) => placesIn(one, path));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, part]) => {
    if (keyword !== 'properties' || !isObject(part)) return placesIn(part, path);
    return Object.entries(part).flatMap(([name, inner]) => {
      const place = [...path, name];
      return [place, ...placesIn(inner, place)];
    });
  });
}

/** The condition with the values it asks for folded: its patterns stay as they are. */
function foldValues(schema: Json): Json {
  if (isList(schema)) return schema.map(foldValues);
  if (!isObject(schema)) return schema;
  const parts = Object.entries(schema).map(([keyword, part]) => {
    const isValue = keyword === 'const' || keyword === 'enum';
    return [keyword, isValue ? foldAll(part) : foldValues(part)] as const;
  });
  return Object.fromEntries(parts);
}

function foldAll(value: Json): Json {
  if (typeof value === 'string') return fold(value);
  if (isList(value)) return value.map(foldAll);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, foldAll(part)]));
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function addressesIn(text: string): readonly string[] {
  return text
    .split(/[\s<>,;:|"'()[\]]+/)
    .filter((part) => part.includes('@'))
    .map((part) => part.replace(/\.$/, ''));
}

function at(value: Json, place: readonly string[]): Json | undefined {
  return place.reduce<Json | undefined>(
    (inside, step) => (isObject(inside) && Object.hasOwn(inside, step) ? inside[step] : undefined),
    value,
  );
}

function put(value: Json | undefined, [step, ...rest]: readonly string[], inner: Json): Json {
  if (step === undefined) return inner;
  const around = isObject(value) ? value : {};
  return { ...around, [step]: put(at(around, [step]), rest, inner) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
