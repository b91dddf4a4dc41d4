// Whatever a model reads of a tool is scanned before it does: names, descriptions, schemas, results, errors.
// Pure, and bounded: what is too much to read is a finding, never left out in silence.

import type { JsonObject } from '../../kernel/json.ts';
import { isObject, objectOf } from '../member.ts';
import { judgeArguments } from './argument-rules.ts';
import { findEncoded } from './encoded.ts';
import { excerptOf, type Finding, type Severity, type Span } from './finding.ts';
import { findHidden } from './hidden.ts';
import { claimsMore, indexNames, lookAlike, type NameIndex } from './names.ts';
import { judgeSentence, type Names } from './sentence-scan.ts';
import { sentencesOf } from './sentence.ts';
import { textsOf, type DefinitionText } from './text.ts';

/** What else the agent that sees a tool may see. */
export interface Surroundings {
  /** Names of the other tools of its connector. */
  readonly siblings: Iterable<string>;
  /** Names of tools of other connectors. */
  readonly strangers: Iterable<string>;
}

export const ALONE: Surroundings = { siblings: [], strangers: [] };

/** UTF-16 units of one text, and of all texts of a definition, that are read sentence by sentence. */
const MAX_TEXT = 64_000;
const MAX_TOTAL = 256_000;
/** Findings of one definition: more help nobody. */
const MAX_FINDINGS = 200;

/** The names around a tool, prepared once for all the tools that have the same; its own may be among them. */
export interface Neighbourhood {
  readonly others: ReadonlySet<string>;
  /** The first that has a name like it counts. */
  readonly indexes: readonly NameIndex[];
}

export function neighbourhoodOf({ siblings, strangers }: Surroundings): Neighbourhood {
  return {
    others: new Set([...siblings, ...strangers]),
    indexes: [indexNames(strangers), indexNames(siblings)],
  };
}

/**
 * Everything odd about one tool's definition, by place. Total on any JSON, in time linear in its size,
 * however many names there are around it.
 *
 * @param name as it is offered
 */
export function scanAmong(
  name: string,
  definition: JsonObject,
  { others, indexes }: Neighbourhood,
): Finding[] {
  const found = [...scanDefinition(name, definition, others), ...nameFindings(name, indexes)];
  return found.slice(0, MAX_FINDINGS);
}

/** The same, but for the name: of its texts and its arguments. */
export function scanDefinition(name: string, definition: JsonObject, others: ReadonlySet<string>): Finding[] {
  const { texts, unread } = textsOf(name, definition);
  const names = {
    own: name,
    arguments: new Set(argumentNames(objectOf(definition['inputSchema']), 0)),
    others,
  };
  const found: Finding[] = [];
  let left = MAX_TOTAL;
  for (const { pointer, text, kind } of texts) {
    if (found.length >= MAX_FINDINGS) break;
    for (const one of scanWithin(text, names, Math.min(left, MAX_TEXT), kind))
      found.push({ ...one, pointer });
    left = Math.max(0, left - text.length);
  }
  if (unread !== null) found.push(at('unreadable-size', 'error', unread, '', { start: 0, end: 0 }));
  return [...found, ...argumentFindings(name, definition)].slice(0, MAX_FINDINGS);
}

/**
 * Of a result or an error text of a tool; the pointer of a finding is empty. What is encoded in it is no
 * finding: results hold files.
 */
export function scanText(text: string, around: Surroundings = ALONE): Finding[] {
  const names = {
    own: '',
    arguments: new Set<string>(),
    others: new Set([...around.siblings, ...around.strangers]),
  };
  return scanWithin(text, names, MAX_TOTAL, 'result').map((one) => ({ ...one, pointer: '' }));
}

/** A sentence with something wrong in it is marked whole: all of its words make it wrong. */
function scanWithin(
  text: string,
  names: Names,
  limit: number,
  kind: DefinitionText['kind'] | 'result',
): Omit<Finding, 'pointer'>[] {
  const found = (rule: string, severity: Severity, span: Span) => ({
    rule,
    severity,
    span,
    excerpt: excerptOf(text, span),
  });
  const read = text.slice(0, limit);
  const whole = [
    ...findHidden(text).map(({ rule, span }) => found(rule, 'error', span)),
    ...(kind === 'result' ? [] : findEncoded(read)).map(({ severity, span }) =>
      found('encoded-text', severity, span),
    ),
    ...(text.length > limit ? [found('unreadable-size', 'error', { start: limit, end: text.length })] : []),
  ];
  if (kind === 'name') return whole;
  const said = sentencesOf(read).flatMap((span) =>
    Array.from(judgeSentence(read.slice(span.start, span.end), names), ([rule, severity]) =>
      found(rule, severity, span),
    ),
  );
  return [...whole, ...said];
}

function argumentNames(schema: JsonObject, depth: number): string[] {
  if (depth > 4) return [];
  const properties = Object.entries(objectOf(schema['properties'])).slice(0, 1_000);
  return properties.flatMap(([name, property]) => [
    name,
    ...(isObject(property) ? argumentNames(property, depth + 1) : []),
    ...argumentNames(objectOf(objectOf(property)['items']), depth + 2),
  ]);
}

function argumentFindings(name: string, definition: JsonObject): Finding[] {
  return judgeArguments(name, definition).map(({ rule, severity, pointer }) => {
    const key = pointer.slice(pointer.lastIndexOf('/') + 1);
    return at(rule, severity, pointer, key, { start: 0, end: key.length });
  });
}

/** Of a longer name, its beginning is compared. */
const MAX_NAME = 256;

function nameFindings(given: string, indexes: readonly NameIndex[]): Finding[] {
  const name = given.slice(0, MAX_NAME);
  const span = { start: 0, end: name.length };
  const found = indexes.map((index) => lookAlike(name, index)).find((one) => one !== null) ?? null;
  if (found !== null) {
    const said = `${name} (like ${found.other.slice(0, MAX_NAME)})`;
    const excerpt = excerptOf(said, { start: 0, end: said.length });
    return [{ ...at(found.rule, found.isDisguised ? 'error' : 'warning', '/name', name, span), excerpt }];
  }
  return claimsMore(name) ? [at('promotes-itself', 'error', '/name', name, span)] : [];
}

function at(rule: string, severity: Severity, pointer: string, text: string, span: Span): Finding {
  return { rule, severity, pointer, span, excerpt: excerptOf(text, span) };
}
