// What people always allow becomes a narrow exception that stands in each policy that asked: of one tool, in
// one workflow, with the very values that were shown, of data that are no more than they were. What no policy
// can read cannot be held to a value.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { PolicySource } from '../kernel/state.ts';
import type { CedarType, RecordType } from './cedar-type.ts';
import { dataBounds } from './data-bound.ts';
import { findUnheld } from './held-value.ts';
import { quote, sameAs } from './literal.ts';
import { inputType } from './map-type.ts';
import { mapInput } from './map-value.ts';
import { readSource } from './source.ts';

export interface Exemption {
  /** `connector/tool`. */
  readonly tool: string;
  readonly inputSchema: Json;
  readonly arguments: Json;
  /** Top-level arguments that may have any value. */
  readonly free: readonly string[];
  readonly workflow: string;
  /** What policy was asked with. */
  readonly context: JsonObject;
  /** What is said of it in the text, in one line. */
  readonly note: string;
}

/** Its condition; null with what cannot be held to a value, by name. */
export function conditionOf(exemption: Exemption): { readonly unreadable: readonly string[] } | string {
  const { tool, inputSchema, free, workflow, context } = exemption;
  const type = inputType(inputSchema);
  const unreadable = findUnheld(type, inputSchema, exemption.arguments, free);
  const mapped = mapInput(type, exemption.arguments);
  if (unreadable.length > 0 || mapped.value === null) return { unreadable };
  const bound = Object.entries(type.attributes).filter(([name]) => !free.includes(name));
  const pins = pinsOf(
    { type: 'Record', attributes: Object.fromEntries(bound) },
    mapped.value,
    'context.input',
  );
  const place = [`action == Action::${quote(tool)}`, `context.task.workflow == ${quote(workflow)}`];
  return [...place, ...pins, ...dataBounds(context)].map((line) => `  ${line}`).join(' &&\n');
}

/** The sources with the exception in each of these policies; null where one of them is not there. */
export function exempt(
  sources: readonly PolicySource[],
  policies: readonly string[],
  { note }: Exemption,
  condition: string,
): readonly PolicySource[] | null {
  const found = new Set<string>();
  const edited = sources.map((source) => {
    const liftable = readSource(source).policies.filter(
      ({ labels }) => labels.hold !== null && policies.includes(labels.id),
    );
    // From the last to the first: what stands before keeps its place.
    const text = liftable.toReversed().reduce((all, { labels, start, text: own }) => {
      found.add(labels.id);
      const end = start + own.length - 1;
      return `${all.slice(0, end)}\n// ${note}\nunless {\n${condition}\n}${all.slice(end)}`;
    }, source.text);
    return { ...source, text };
  });
  return policies.every((policy) => found.has(policy)) ? edited : null;
}

function pinsOf(type: RecordType, value: { readonly [name: string]: Json }, path: string): string[] {
  return Object.entries(type.attributes).flatMap(([name, attribute]) => {
    const has = `${path} has ${isPlain(name) ? name : quote(name)}`;
    if (!Object.hasOwn(value, name)) return [`!(${has})`];
    const place = isPlain(name) ? `${path}.${name}` : `${path}[${quote(name)}]`;
    const pins = pinOf(attribute, value[name]!, place);
    return attribute.required ? pins : [has, ...pins];
  });
}

function pinOf(type: CedarType, value: Json, place: string): string[] {
  if (type.type === 'Record') return pinsOf(type, value as { readonly [name: string]: Json }, place);
  return [sameAs(place, value)];
}

const RESERVED = ['true', 'false', 'if', 'then', 'else', 'in', 'is', 'like', 'has', '__cedar'];

function isPlain(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.includes(name);
}
