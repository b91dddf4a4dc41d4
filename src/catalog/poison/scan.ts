// Whatever a model reads of a tool is scanned before it does: names, descriptions, schemas, results, errors.
// Pure, and bounded: what is too much to read is a finding, never left out in silence.

import type { JsonObject } from '../../kernel/json.ts';
import { isObject, objectOf } from '../member.ts';
import { judgeArguments } from './argument-rules.ts';
import { findEncoded } from './encoded.ts';
import { excerptOf, type Finding, type Severity, type Span } from './finding.ts';
import { findHidden } from './hidden.ts';
import { claimsMore, lookAlike } from './names.ts';
import { judgeSentence, type Names } from './sentence-scan.ts';
import { sentencesOf } from './sentence.ts';
import { textsOf } from './text.ts';

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

/**
 * Everything odd about one tool's definition, by place. Total on any JSON, in time linear in its size.
 *
 * @param name as it is offered
 */
export function scanTool(name: string, definition: JsonObject, around: Surroundings = ALONE): Finding[] {
  const { texts, unread } = textsOf(name, definition);
  const names = namesOf(name, definition, around);
  const found: Finding[] = [];
  let left = MAX_TOTAL;
  for (const { pointer, text, kind } of texts) {
    if (found.length >= MAX_FINDINGS) break;
    for (const one of scanWithin(text, names, Math.min(left, MAX_TEXT), kind !== 'name'))
      found.push({ ...one, pointer });
    left = Math.max(0, left - text.length);
  }
  if (unread !== null) found.push(at('unreadable-size', 'error', unread, '', { start: 0, end: 0 }));
  found.push(...argumentFindings(name, definition), ...nameFindings(name, around));
  return found.slice(0, MAX_FINDINGS);
}

/** Of a result or an error text of a tool; the pointer of a finding is empty. */
export function scanText(text: string, around: Surroundings = ALONE): Finding[] {
  const names = {
    own: '',
    arguments: new Set<string>(),
    others: new Set([...around.siblings, ...around.strangers]),
  };
  return scanWithin(text, names, MAX_TOTAL, true).map((one) => ({ ...one, pointer: '' }));
}

/** A sentence with something wrong in it is marked whole: all of its words make it wrong. */
function scanWithin(text: string, names: Names, limit: number, isProse: boolean): Omit<Finding, 'pointer'>[] {
  const found = (rule: string, severity: Severity, span: Span) => ({
    rule,
    severity,
    span,
    excerpt: excerptOf(text, span),
  });
  const read = text.slice(0, limit);
  const whole = [
    ...findHidden(text).map(({ rule, span }) => found(rule, 'error', span)),
    ...findEncoded(read).map(({ severity, span }) => found('encoded-text', severity, span)),
    ...(text.length > limit ? [found('unreadable-size', 'error', { start: limit, end: text.length })] : []),
  ];
  if (!isProse) return whole;
  const said = sentencesOf(read).flatMap((span) =>
    Array.from(judgeSentence(read.slice(span.start, span.end), names), ([rule, severity]) =>
      found(rule, severity, span),
    ),
  );
  return [...whole, ...said];
}

/** The names that a text of a tool may use. */
export function namesOf(own: string, definition: JsonObject, { siblings, strangers }: Surroundings): Names {
  const schema = objectOf(definition['inputSchema']);
  const others = new Set([...siblings, ...strangers]);
  others.delete(own);
  return { own, arguments: new Set(argumentNames(schema, 0)), others };
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

function nameFindings(given: string, { siblings, strangers }: Surroundings): Finding[] {
  const name = given.slice(0, MAX_NAME);
  const span = { start: 0, end: name.length };
  const found = lookAlike(name, strangers) ?? lookAlike(name, siblings);
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
