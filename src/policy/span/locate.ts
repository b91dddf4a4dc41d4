// Where each part of a policy stands in its text. A place is told only where our own reading of the text and
// the official parser's JSON are the same node for node: it may be missing, it is never wrong.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ExpressionReader } from './expression.ts';
import { Tokens, Unread } from './token.ts';
import type { Span } from './token.ts';

export type { Span } from './token.ts';

export interface LocatedClause {
  readonly kind: 'when' | 'unless';
  /** From the keyword to the closing brace. */
  readonly span: Span;
  /** The expression between the braces, with the brackets around it. */
  readonly body: Span;
}

export interface Located {
  /** Where an expression node of the official JSON stands (the same object), without brackets around it. */
  readonly spanOf: (node: object) => Span | null;
  readonly clauses: readonly LocatedClause[];
  readonly head: { readonly principal: Span; readonly action: Span; readonly resource: Span };
  /** Each annotation, from its `@`, by name. */
  readonly annotations: ReadonlyMap<string, Span>;
}

/**
 * Locates the parts of one policy.
 * @param text the policy's text, which the official parser has read into `json`.
 * @returns null where the text is not what `json` says. Offsets count in UTF-16 units of `text`.
 */
export function locatePolicy(text: string, json: PolicyJson): Located | null {
  try {
    return locate(text, json);
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

function locate(text: string, json: PolicyJson): Located | null {
  const tokens = new Tokens(text);
  const annotations = readAnnotations(tokens);
  tokens.take(json.effect);
  const head = readHead(tokens);
  const found = new Map<object, Span>();
  const clauses: LocatedClause[] = [];
  for (const { kind, body } of json.conditions) {
    const { start } = tokens.take(kind);
    tokens.take('{');
    const reader = new ExpressionReader(tokens);
    const { node, outer } = reader.read();
    pair(node, body, (ours, theirs) => {
      const span = reader.spans.get(ours);
      if (span !== undefined) found.set(theirs, span);
    });
    clauses.push({ kind, span: { start, end: tokens.take('}').end }, body: outer });
  }
  tokens.take(';');
  return { spanOf: (node) => found.get(node) ?? null, clauses, head, annotations };
}

/** Whether two JSON values are the same; `see` is told each pair of objects in them that are. */
function pair(ours: unknown, theirs: unknown, see: (ours: object, theirs: object) => void): boolean {
  if (!isObject(ours) || !isObject(theirs)) return ours === theirs;
  const names = Object.keys(ours);
  const children = names.map((name) =>
    Object.hasOwn(theirs, name)
      ? pair(ours[name as keyof typeof ours], theirs[name as keyof typeof theirs], see)
      : false,
  );
  const isSame = names.length === Object.keys(theirs).length && children.every(Boolean);
  if (isSame) see(ours, theirs);
  return isSame;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readAnnotations(tokens: Tokens): ReadonlyMap<string, Span> {
  const annotations = new Map<string, Span>();
  while (tokens.peek() === '@') {
    const { start } = tokens.take('@');
    const name = tokens.take();
    let { end } = name;
    if (tokens.takeIf('(')) {
      tokens.take();
      ({ end } = tokens.take(')'));
    }
    annotations.set(name.text, { start, end });
  }
  return annotations;
}

function readHead(tokens: Tokens): Located['head'] {
  tokens.take('(');
  const principal = readConstraint(tokens, 'principal');
  tokens.take(',');
  const action = readConstraint(tokens, 'action');
  tokens.take(',');
  const resource = readConstraint(tokens, 'resource');
  tokens.takeIf(',');
  tokens.take(')');
  return { principal, action, resource };
}

/** One constraint of the head: up to the comma or bracket that ends it. */
function readConstraint(tokens: Tokens, variable: string): Span {
  const { start, end: first } = tokens.take(variable);
  let end = first;
  for (let depth = 0; depth > 0 || (tokens.peek() !== ',' && tokens.peek() !== ')');) {
    const token = tokens.take();
    if (/^[([]$/.test(token.text)) depth += 1;
    if (/^[)\]]$/.test(token.text)) depth -= 1;
    ({ end } = token);
  }
  return { start, end };
}
