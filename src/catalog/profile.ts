// What a tool's arguments are for, how far they go and what its results carry is proposed for a person to
// correct: what nothing is known of stays `unknown`, never harmless.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Labels, Sensitivity } from '../kernel/label.ts';
import type { Effect, ToolProfile } from '../kernel/state.ts';
import type { Classification } from './intake/classify.ts';
import { readFields } from './intake/fields.ts';
import { readOutput } from './intake/output.ts';
import { rolesOf } from './intake/roles.ts';
import { classesOf } from './lexicon/data-classes.ts';
import type { DataClass } from './lexicon/data-classes.ts';
import { wordsOf } from './words.ts';

/** Takes an effect's word for how far a tool's arguments go: a plain read or write stays at its connector. */
const BEYOND: ReadonlySet<Effect> = new Set<Effect>(['send', 'spend']);
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['read', 'write', 'delete']);

const SENSITIVITY: { readonly [kind in DataClass]: Sensitivity } = {
  pii: 'confidential',
  location: 'confidential',
  financial: 'confidential',
  phi: 'restricted',
  pci: 'restricted',
  secret: 'restricted',
  biometric: 'restricted',
};

/** From least to most: what a kind of data makes of an answer. */
const RISING: readonly Sensitivity[] = ['internal', 'confidential', 'restricted'];

/**
 * Of a tool that was classified.
 *
 * @param definition as the upstream gave it
 */
export function profileOf(name: string, definition: JsonObject, classified: Classification): ToolProfile {
  const { egress, effects, readOnly, fields } = classified;
  return {
    egress,
    roles: readOnly ? withoutDestinations(rolesOf(fields)) : rolesOf(fields),
    output: labelsOf(effects.includes('read') ? dataIn(name, definition) : []),
  };
}

/**
 * Of a tool of which its effects and its schema alone are known.
 *
 * @param effects as they are proposed
 */
export function proposeProfile(effects: readonly Effect[], inputSchema: Json): ToolProfile {
  const roles = rolesOf(readFields(inputSchema).fields);
  const addressed = Object.values(roles).includes('destination');
  return { egress: egressOf(effects, addressed), roles, output: labelsOf([]) };
}

function egressOf(effects: readonly Effect[], addressed: boolean): ToolProfile['egress'] {
  if (addressed || effects.some((effect) => BEYOND.has(effect))) return 'external';
  if (!effects.every((effect) => WITHIN.has(effect))) return 'unknown';
  return effects.every((effect) => effect === 'read') ? 'none' : 'shared';
}

/** An address that a tool only looks up selects what it reads. */
function withoutDestinations(roles: ToolProfile['roles']): ToolProfile['roles'] {
  return Object.fromEntries(
    Object.entries(roles).map(([pointer, role]) => [pointer, role === 'destination' ? 'selector' : role]),
  );
}

/** By the fields of the answer and by what the name speaks of. */
function dataIn(name: string, definition: JsonObject): DataClass[] {
  const answered = readOutput(definition).flatMap(({ classes }) => classes);
  return [...new Set([...classesOf(wordsOf(name)), ...answered])].toSorted();
}

/** Nobody vouches for it: who wrote a result is known only when it is there. */
function labelsOf(classes: readonly DataClass[]): Labels {
  const found = classes.map((one) => SENSITIVITY[one]);
  const sensitivity = RISING.findLast((level) => found.includes(level)) ?? 'internal';
  return { sensitivity, categories: classes, integrity: 'untrusted' };
}
