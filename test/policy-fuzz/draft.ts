// A draft is a case with its policies in parts, which can be made smaller; a case is what is asked and kept.

import { policyToText, schemaToText, templateToText } from '@cedar-policy/cedar-wasm/nodejs';
import type { EntityJson, PolicyJson, SchemaJson, TemplateLink } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';
import { withoutStandIns } from './expression.ts';
import { makePolicies } from './policy.ts';
import type { PolicyDrafts } from './policy.ts';
import { makeRequest, makeStore } from './store.ts';
import type { FuzzRequest } from './store.ts';
import { makeWorld, schemaOf } from './world.ts';

/** What both evaluators are asked: plain JSON, so that it can be kept in a file. */
export interface CedarCase {
  /** Entities and requests must fit it. Null: none is given; nothing must fit, and nothing is implicit. */
  readonly schema: SchemaJson<string> | null;
  /** Text by id. */
  readonly policies: { readonly [id: string]: string };
  readonly templates: { readonly [id: string]: string };
  readonly links: readonly TemplateLink[];
  readonly entities: readonly EntityJson[];
  readonly requests: readonly FuzzRequest[];
}

export interface Draft extends PolicyDrafts {
  readonly schema: SchemaJson<string> | null;
  readonly entities: readonly EntityJson[];
  readonly requests: readonly FuzzRequest[];
}

const REQUESTS = 8;

export function makeDraft(dice: Dice): Draft {
  const world = makeWorld(dice);
  const withSchema = dice.chance(0.8);
  const wildness = dice.pick([0, 0.02, 0.15]);
  const rules = { world, faults: dice.chance(0.75) ? 0 : dice.pick([0.005, 0.03]), implicit: withSchema };
  return {
    schema: withSchema ? schemaOf(world) : null,
    ...makePolicies(dice, world, wildness),
    entities: makeStore(dice, rules, dice.chance(withSchema ? 0.1 : 0.9)),
    requests: dice.many(REQUESTS, REQUESTS, () => makeRequest(dice, rules)),
  };
}

/** Null where the draft cannot be written as text, which only a draft made smaller may bring about. */
export function caseOf(draft: Draft): CedarCase | null {
  const { policies, templates, ...rest } = draft;
  try {
    return {
      ...rest,
      policies: textsOf(policies, policyToText),
      templates: textsOf(templates, templateToText),
    };
  } catch {
    return null;
  }
}

function textsOf(
  policies: { readonly [id: string]: PolicyJson },
  toText: typeof policyToText,
): { readonly [id: string]: string } {
  const texts = Object.entries(policies).map(([id, json]) => {
    const written = toText(json);
    if (written.type === 'failure') throw new Error(written.errors[0]?.message);
    return [id, withoutStandIns(written.text)] as const;
  });
  return Object.fromEntries(texts);
}

/** The case for people: Cedar text, then the data. */
export function printCase(asked: CedarCase): string {
  const { schema, policies, templates, links, entities, requests } = asked;
  const section = (title: string, body: string): string => (body === '' ? '' : `--- ${title}\n${body}\n`);
  const texts = (byId: { readonly [id: string]: string }): string =>
    Object.entries(byId)
      .map(([id, text]) => `// ${id}\n${text}`)
      .join('\n');
  const lines = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join('\n');
  return [
    section('schema', schema === null ? '' : printSchema(schema)),
    section('policies', texts(policies)),
    section('templates', texts(templates)),
    section('links', lines(links)),
    section('entities', lines(entities)),
    section('requests', lines(requests)),
  ].join('');
}

function printSchema(schema: SchemaJson<string>): string {
  const written = schemaToText(schema);
  return written.type === 'success' ? written.text : JSON.stringify(schema);
}
