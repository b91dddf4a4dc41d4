// The few Cedar types that tool inputs and contexts are made of, in Cedar's own JSON form of a schema.

/** What a value of the context may be; `Extension` is always `decimal`. */
export type CedarType =
  | { readonly type: 'String' | 'Long' | 'Boolean' }
  | { readonly type: 'Extension'; readonly name: 'decimal' }
  | { readonly type: 'Set'; readonly element: CedarType }
  | RecordType;

export interface RecordType {
  readonly type: 'Record';
  readonly attributes: { readonly [name: string]: Attribute };
}

export type Attribute = CedarType & { readonly required: boolean };

export const STRING: CedarType = { type: 'String' };
export const LONG: CedarType = { type: 'Long' };
export const BOOLEAN: CedarType = { type: 'Boolean' };
export const DECIMAL: CedarType = { type: 'Extension', name: 'decimal' };
export const EMPTY_RECORD: RecordType = { type: 'Record', attributes: {} };

export function setOf(element: CedarType): CedarType {
  return { type: 'Set', element };
}

/** A record whose attributes are all required, but for those named in `optional`. */
export function recordOf(
  types: { readonly [name: string]: CedarType },
  optional: readonly string[] = [],
): RecordType {
  const attributes: [string, Attribute][] = Object.entries(types).map(([name, type]) => [
    name,
    { ...type, required: !optional.includes(name) },
  ]);
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}
