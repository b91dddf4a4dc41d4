// What a tool's arguments are for, how far they go and what its results carry is proposed for a person to
// correct: what nothing is known of stays `unknown`, never harmless.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Labels } from '../kernel/flow/label.ts';
import type { Effect } from '../kernel/effect.ts';
import type { ToolProfile } from '../kernel/state.ts';
import type { Classification } from './intake/classify.ts';
import { SENSITIVITY_OF, worstOf } from '../flow/category.ts';
import { readFields } from './intake/fields.ts';
import { readOutput } from './intake/output.ts';
import type { OutputField } from './intake/output.ts';
import { rolesOf } from './intake/roles.ts';
import { classesOf } from './lexicon/data-classes.ts';
import type { DataClass } from './lexicon/data-classes.ts';
import { textOf } from './member.ts';
import { wordsOf } from './words.ts';

/** Takes an effect's word for how far a tool's arguments go: a plain read or write stays at its connector. */
const BEYOND: ReadonlySet<Effect> = new Set<Effect>(['send', 'spend']);
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['read', 'write', 'delete']);

/**
 * Of a tool that was classified.
 *
 * @param definition as the upstream gave it
 */
export function profileOf(name: string, definition: JsonObject, classified: Classification): ToolProfile {
  const { egress, effects, readOnly, fields } = classified;
  const answered = readOutput(definition);
  const roles = rolesOf(fields, effects, wordsOf(name));
  const profile = {
    egress,
    roles: readOnly ? withoutDestinations(roles) : roles,
    output: labelsOf(effects.includes('read') ? dataIn(name, definition, answered) : []),
  };
  return answered.length === 0 ? profile : { ...profile, fields: fieldsOf(answered) };
}

/**
 * Of a tool of which its effects and its schema alone are known.
 *
 * @param effects as they are proposed
 */
export function proposeProfile(effects: readonly Effect[], inputSchema: Json): ToolProfile {
  const roles = rolesOf(readFields(inputSchema).fields, effects);
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

/** Programs are given their credentials in these. */
const VARIABLES = /\benv(?:ironment)? ?var(?:iable)?s?\b/;
/** So much of a description says what is answered. */
const OPENING = 200;

/** By the fields of the answer and by what the name speaks of. */
function dataIn(name: string, definition: JsonObject, answered: readonly OutputField[]): DataClass[] {
  const words = wordsOf(name);
  const opening = textOf(definition['description']).slice(0, OPENING).toLowerCase();
  const holdsSecrets =
    /\benvs?$/.test(words.join(' ')) || [words.join(' '), opening].some((text) => VARIABLES.test(text));
  const classes = [...classesOf(words), ...answered.flatMap((field) => field.classes)];
  return [...new Set(holdsSecrets ? [...classes, 'secret' as const] : classes)].toSorted();
}

function fieldsOf(answered: readonly OutputField[]): NonNullable<ToolProfile['fields']> {
  return Object.fromEntries(
    answered.map(({ pointer, writer, classes }) => [pointer, { writer, categories: classes }]),
  );
}

/** Nobody vouches for it: who wrote a result is known only when it is there. */
function labelsOf(classes: readonly DataClass[]): Labels {
  const sensitivity = worstOf(['internal', ...classes.map((one) => SENSITIVITY_OF[one])]);
  return { sensitivity, categories: classes, integrity: 'untrusted' };
}
