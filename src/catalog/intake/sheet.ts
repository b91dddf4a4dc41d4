// Everything that is thought of a list of tools, in the form that is printed: no more than was found.

import type { JsonObject } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { profileOf } from '../profile.ts';
import { classesOf } from '../lexicon/data-classes.ts';
import type { DataClass } from '../lexicon/data-classes.ts';
import type { Claim } from './claim.ts';
import type { Classification } from './classify.ts';
import type { Egress } from './egress.ts';
import type { Field } from './fields.ts';
import { classifyDefinition } from './openapi/evidence.ts';
import { readOutput } from './output.ts';
import type { OutputField } from './output.ts';
import type { Reversibility } from './reversibility.ts';
import { surroundingsOf } from './surroundings.ts';

/** A tool as some server offers it. */
export interface ListedTool {
  readonly server: string;
  readonly name: string;
  readonly definition: JsonObject;
}

export interface ToolSheet {
  readonly server: string;
  readonly name: string;
  readonly effect: Effect;
  readonly effectsAll: readonly Effect[];
  readonly readOnly: boolean;
  readonly idempotent: boolean;
  readonly egress: Egress;
  /** Names of the arguments that say where it goes. */
  readonly destinationArguments: readonly string[];
  readonly reversibility: Reversibility;
  /** What an argument is for, by JSON pointer. */
  readonly roles: { readonly [pointer: string]: ArgumentRole };
  /** Kinds of data that go in, by JSON pointer; fields of which nothing is known are left out. */
  readonly inputData: { readonly [pointer: string]: readonly DataClass[] };
  readonly output: readonly OutputField[];
  /** 0 (nothing is known) to 1. */
  readonly confidence: number;
  readonly evidence: readonly Claim[];
}

/** In the order given; the tools of one server are read beside each other. */
export function sheetsOf(tools: readonly ListedTool[]): ToolSheet[] {
  const names = new Map<string, string[]>();
  for (const { server, name } of tools) {
    const listed = names.get(server);
    if (listed === undefined) names.set(server, [name]);
    else listed.push(name);
  }
  const surroundings = new Map([...names].map(([server, all]) => [server, surroundingsOf(server, all)]));
  return tools.map((tool) =>
    sheetOf(tool, classifyDefinition(tool.name, tool.definition, surroundings.get(tool.server))),
  );
}

/** @param given what is known of its arguments and answers, where their words do not tell */
export function sheetOf(
  { server, name, definition }: ListedTool,
  classified: Classification,
  given?: ToolProfile,
): ToolSheet {
  const { roles } = given ?? profileOf(name, definition, classified);
  return {
    server,
    name,
    effect: classified.effect,
    effectsAll: classified.effects,
    readOnly: classified.readOnly,
    idempotent: classified.idempotent,
    egress: classified.egress,
    destinationArguments: destinationsIn(classified, roles),
    reversibility: classified.reversibility,
    roles,
    inputData: dataIn(classified.fields),
    output: readOutput(definition),
    confidence: classified.confidence,
    evidence: classified.claims,
  };
}

/** Whoever is paid is where it goes, too. */
const PAID = /payee|beneficiary|iban|creditor/i;

function destinationsIn({ fields, effects }: Classification, roles: ToolSheet['roles']): string[] {
  const isSpending = effects.includes('spend');
  const found = fields.filter(
    ({ pointer, name }) => roles[pointer] === 'destination' || (isSpending && PAID.test(name)),
  );
  return [...new Set(found.map(({ name }) => name))];
}

export function dataIn(fields: readonly Field[]): ToolSheet['inputData'] {
  const found = fields.map(({ pointer, words }) => [pointer, classesOf(words)] as const);
  return Object.fromEntries(found.filter(([, classes]) => classes.length > 0));
}
