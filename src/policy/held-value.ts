// Whether arguments can be held to just what they are: only where policy sees all of them. An object that may
// have more than its schema says, a part without a type and the order of a list are what no policy sees.

import { isObject } from '../catalog/member.ts';
import { entryOf } from '../kernel/lookup.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { CedarType, RecordType } from './cedar-type.ts';
import { mapInput } from './map-value.ts';
import { resolveReference } from './schema-reference.ts';
import type { Place } from './schema-reference.ts';

/** What of the arguments cannot be held to its value, or to being absent; what is free aside. */
export function findUnheld(
  type: RecordType,
  schema: Json,
  value: Json,
  free: readonly string[],
): readonly string[] {
  const place = { root: schema, references: new Set<string>() };
  return unheldIn(type, { schema, place }, isObject(value) ? value : {}, free);
}

/** A schema, and where it stands. */
interface Placed {
  readonly schema: Json | undefined;
  readonly place: Place;
}

function unheldIn(type: RecordType, placed: Placed, value: JsonObject, free: readonly string[]): string[] {
  const { schema, place } = resolve(placed);
  const isClosed = schema['additionalProperties'] === false && schema['patternProperties'] === undefined;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = new Set([...Object.keys(properties), ...Object.keys(value)]);
  const unheld = [...names].filter((name) => {
    const part = { schema: entryOf(properties, name) ?? undefined, place };
    return (
      !free.includes(name) &&
      !isHeld(entryOf(type.attributes, name), part, Object.hasOwn(value, name) ? value[name] : undefined)
    );
  });
  return isClosed ? unheld : [...unheld, 'whatever else its schema lets in'];
}

function isHeld(type: CedarType | null, placed: Placed, value: Json | undefined): boolean {
  // Policy can ask whether it is there.
  if (value === undefined) return type !== null;
  if (type === null || !isMapped(type, value)) return false;
  if (type.type === 'Record') return unheldIn(type, placed, value as JsonObject, []).length === 0;
  if (type.type !== 'Set') return true;
  const { schema, place } = resolve(placed);
  const items = value as readonly Json[];
  // A set has no order, and nothing twice.
  return (
    items.length < 2 && items.every((one) => isHeld(type.element, { schema: schema['items'], place }, one))
  );
}

/** An empty schema, which closes nothing, where there is none. */
function resolve({ schema, place }: Placed): { readonly schema: JsonObject; readonly place: Place } {
  const found = isObject(schema) ? resolveReference(schema, place) : null;
  if (found === null) return { schema: {}, place };
  return { schema: found.schema, place: { ...place, references: found.references } };
}

function isMapped(type: CedarType, value: Json): boolean {
  const attributes = { value: { ...type, required: true } };
  return mapInput({ type: 'Record', attributes }, { value }).value !== null;
}
