// Cedar's published requests, asked of the compiled evaluator. A published answer must be ours to the letter;
// the only requests that may be refused are those whose data JavaScript's numbers cannot carry to the
// official engine either.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  isAuthorized,
  policyToJson,
  schemaToJsonWithResolvedTypes,
  type EntityJson,
  type EntityUid,
  type PolicyJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import { createCedar, type Cedar } from '../../src/policy/cedar/cedar.ts';
import type { EntityStore } from '../../src/policy/cedar/entity-store.ts';
import { Refusal } from '../../src/policy/cedar/failure.ts';
import { readEntities, readScene } from '../../src/policy/cedar/request.ts';
import { readSchema, type CedarSchema } from '../../src/policy/cedar/schema.ts';
import { scanSource } from '../../src/policy/scan.ts';

/** The text of a published file. */
export type ReadText = (path: string) => string;

/** How integers beyond 2^53 are read: as the official engine can be given them, or as they stand. */
export type Numbers = 'rounded' | 'exact';

export interface Judgement {
  readonly name: string;
  /** `refused`: by both. */
  readonly outcome: 'as published' | 'refused' | 'wrong';
  readonly detail: string;
}

interface PublishedRequest {
  readonly description: string;
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: Record<string, never>;
  readonly decision: string;
  readonly reason: readonly string[];
  readonly errors: readonly string[];
}

interface Suite {
  readonly policies: string;
  readonly entities: string;
  readonly schema: string;
  readonly requests: readonly PublishedRequest[];
}

export function openFolder(folder: string): ReadText {
  return (path) => readFileSync(join(folder, path), 'utf8');
}

/** The files of a `.tar.gz` by path, in memory. */
export function openArchive(path: string): { readonly paths: readonly string[]; readonly read: ReadText } {
  const tar = gunzipSync(readFileSync(path));
  const text = (start: number, length: number): string =>
    tar.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    files.set(text(at, 100), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  const read = (name: string): string => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`the archive has no ${name}`);
    return file.toString('utf8');
  };
  return { paths: [...files.keys()], read };
}

/** Asks every request of one published file. */
export function judge(path: string, read: ReadText, numbers: Numbers): Judgement[] {
  const suite = parse(read(path), numbers) as Suite;
  const cedar = cedarOf(read(suite.policies));
  const schema = schemaOf(read(suite.schema));
  const json = parse(read(suite.entities), numbers) as EntityJson[];
  const entities = refusedAsNull(() => readEntities(schema, json));
  return suite.requests.map((request) => {
    const name = `${path}: ${request.description}`;
    const ours = entities === null ? null : answerOf(cedar, schema, request, entities);
    if (ours === null) return refusal(name, officialAnswer(suite, read, request, json));
    const { decision, reason, errors } = request;
    const published = JSON.stringify([decision, reason.toSorted(), errors.toSorted()]);
    const isRight = published === ours;
    return {
      name,
      outcome: isRight ? 'as published' : 'wrong',
      detail: isRight ? '' : `${published} ${ours}`,
    };
  });
}

function refusal(name: string, official: string): Judgement {
  const isAlike = official === 'failure';
  return { name, outcome: isAlike ? 'refused' : 'wrong', detail: isAlike ? '' : 'refused by ours only' };
}

function answerOf(
  cedar: Cedar,
  schema: CedarSchema,
  request: PublishedRequest,
  entities: EntityStore,
): string | null {
  const scene = refusedAsNull(() => readScene(schema, request, entities));
  if (scene === null) return null;
  const { decision, reason, errors } = cedar.isAuthorized(scene);
  return JSON.stringify([decision, reason.toSorted(), errors.map(({ policy }) => policy).toSorted()]);
}

function officialAnswer(
  suite: Suite,
  read: ReadText,
  request: PublishedRequest,
  entities: EntityJson[],
): string {
  const { principal, action, resource, context } = request;
  return isAuthorized({
    principal,
    action,
    resource,
    context,
    entities,
    policies: { staticPolicies: read(suite.policies) },
    schema: read(suite.schema),
    validateRequest: true,
  }).type;
}

function refusedAsNull<Type>(make: () => Type): Type | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function schemaOf(text: string): CedarSchema {
  const parsed = schemaToJsonWithResolvedTypes(text);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  return readSchema(parsed.json);
}

const BEYOND = 8_000_000_000_000_000;
const TOKEN = /\/\/[^\n\r]*|"(?:[^"\\]|\\[\s\S])*"|[A-Za-z_]\w*|\d+/g;

/**
 * The parser hands policies over with integers rounded to 2^53, so those beyond it travel under the names of
 * smaller ones that no policy has.
 */
function cedarOf(source: string): Cedar {
  const named: bigint[] = [];
  const text = source.replace(TOKEN, (token) => {
    if (!/^\d/.test(token) || Number.isSafeInteger(Number(token))) return token;
    return String(BEYOND + named.push(BigInt(token)));
  });
  const restore = (_: string, value: unknown): unknown => {
    const original = typeof value === 'number' ? named[Math.abs(value) - BEYOND - 1] : undefined;
    return original === undefined ? value : (value as number) < 0 ? -original : original;
  };
  const policies = scanSource(text).statements.map(({ start, end }, index) => {
    const parsed = policyToJson(text.slice(start, end));
    if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
    const json = JSON.parse(JSON.stringify(parsed.json), restore) as PolicyJson;
    return { id: `policy${index}`, json };
  });
  const { cedar, refused } = createCedar(policies);
  if (refused[0] !== undefined) throw new Error(refused[0].why);
  return cedar;
}

/** JSON in which integers beyond 2^53 are bigints where they are to be exact. */
function parse(text: string, numbers: Numbers): unknown {
  if (numbers === 'rounded') return JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) =>
    token.startsWith('"') ? token : `{"beyond":"${token}"}`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'beyond' in value ? BigInt(String(value.beyond)) : value,
  );
}
