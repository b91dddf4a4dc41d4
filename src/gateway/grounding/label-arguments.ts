// What each argument of a call carries: the labels of the records that the whole of it was seen in, with what
// is found in it. What cannot be placed so is said not to be, and counts for all that the task read.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import type { Json } from '../../kernel/json.ts';
import { covers, joinLabels, NO_DATA } from '../../kernel/flow/label.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import { REFERENCES } from '../../kernel/flow/leaving.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { listOf, objectOf } from '../../catalog/member.ts';
import { labelsOf } from '../../flow/category.ts';
import { detect } from '../../flow/detect/detect.ts';
import type { Detected } from '../../flow/detect/detect.ts';
import { argumentsOf, MAX_DEPTH, roleOf } from '../../flow/grounding/argument.ts';
import type { Argument } from '../../flow/grounding/argument.ts';
import { createDisguises, type Known } from './labels-in-disguise.ts';

export interface LabelledTool {
  readonly profile: ToolProfile;
  /** Absent: not known. */
  readonly inputSchema?: Json;
}

/** More values of one call are told together. */
const MAX_TOLD = 64;

/** Between names that are read as one text: it ends what stands in code. */
const APART = ' | ';

/**
 * The last entry may stand for all that no other names.
 *
 * @param labelsIn what a record of the task carries; null where that is not known
 */
export function labelArguments(
  known: Known,
  { profile, inputSchema = null }: LabelledTool,
  input: Json,
  labelsIn: (record: string) => Labels | null,
): readonly ArgumentLabels[] {
  const defined = valuesIn(inputSchema);
  const place = (text: string): Labels | null => {
    if (defined.has(text)) return NO_DATA;
    const records = known.placesOf(text)?.map(labelsIn) ?? [null];
    return records.reduce((one, other) => one && other && joinLabels(one, other), NO_DATA);
  };
  const { read: all, isCut: hasMore } = argumentsOf(profile, input);
  const found = withoutAddressees(detect(input), all);
  const disguises = createDisguises(known, place);
  const told = all.map((one): ArgumentLabels => {
    const placed = place(one.text);
    const inside = found.findings.filter(({ pointer }) => pointer === one.pointer);
    const plain = inside.map(({ category }) => labelsOf([category])).reduce(joinLabels, placed ?? NO_DATA);
    const role = roleOf(one);
    const { labels, isWhole } = disguises.in(one.text, role === 'destination');
    return {
      pointer: one.pointer,
      role,
      labels: joinLabels(plain, labels),
      isPlaced: placed !== null && isWhole,
    };
  });
  const { names, isCut } = namesIn(input);
  const placed = names.map(place);
  const rest = told.slice(MAX_TOLD);
  const named = disguises.in(names.filter((name) => !defined.has(name)).join(APART));
  const isRestPlaced = rest.every((one) => one.isPlaced) && !placed.includes(null) && named.isWhole;
  const apart = told.slice(0, MAX_TOLD);
  const given = all.filter((one) => !REFERENCES.has(roleOf(one))).map(({ text }) => text);
  const ofOthers = [
    ...rest.map((one) => one.labels),
    ...placed.map((one) => one ?? NO_DATA),
    named.labels,
  ].reduce(joinLabels, NO_DATA);
  // What is found in all of it together (a list of people, parts that were not read) is in no value alone.
  const across = disguises.across(given);
  const together = joinLabels(found.labels, across.labels);
  const ofEach = apart.reduce((sum, one) => joinLabels(sum, one.labels), ofOthers);
  const labels = covers(ofEach, together) ? ofOthers : joinLabels(ofOthers, together);
  const isPlaced = isRestPlaced && !isCut && !hasMore && across.isWhole;
  if (isPlaced && covers(NO_DATA, labels)) return apart;
  return [...apart, { pointer: '', role: 'content', labels, isPlaced }];
}

/** Whoever is written to knows how they are reached: that is how it goes there, and nothing that is sent. */
function withoutAddressees(found: Detected, all: readonly Argument[]): Detected {
  const addressed = new Set(all.filter((one) => roleOf(one) === 'destination').map(({ pointer }) => pointer));
  const findings = found.findings.filter(
    ({ category, pointer, isInName }) => category !== 'contact' || isInName || !addressed.has(pointer),
  );
  if (findings.some(({ category }) => category === 'contact')) return { ...found, findings };
  const categories = found.labels.categories.filter((category) => category !== 'contact');
  // Any other category makes it more than a way to reach somebody does.
  const sensitivity = categories.length === 0 ? 'public' : found.labels.sensitivity;
  return { ...found, findings, labels: { ...found.labels, sensitivity, categories } };
}

/** Longer ones are prose. */
const MAX_DEFINED = 64;
const MAX_SCHEMA_DEPTH = 32;

/** Names of members that a schema defines, and values that it lists: they say nothing of any data. */
function valuesIn(schema: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: Json, left: number): void => {
    if (typeof part !== 'object' || part === null || left === 0) return;
    const { properties, enum: allowed, const: only = null, default: usual = null } = objectOf(part);
    const values = [...listOf(allowed), only, usual].filter(isPlain).map(String);
    for (const one of [...Object.keys(objectOf(properties)), ...values])
      if (one.length <= MAX_DEFINED) found.add(one);
    for (const member of Object.values(part)) visit(member, left - 1);
  };
  visit(schema, MAX_SCHEMA_DEPTH);
  return found;
}

function isPlain(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Names of members, each once; cut: it is deeper than what is read. */
function namesIn(input: Json): { readonly names: readonly string[]; readonly isCut: boolean } {
  const names = new Set<string>();
  let isCut = false;
  const visit = (value: Json, left: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (left === 0) isCut = true;
    else
      for (const [name, member] of Object.entries(value)) {
        if (!Array.isArray(value)) names.add(name);
        visit(member, left - 1);
      }
  };
  visit(input, MAX_DEPTH);
  return { names: [...names], isCut };
}
