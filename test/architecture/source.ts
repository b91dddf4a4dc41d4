// A file is judged by its syntax tree, never by searching its text: strings and comments fool no rule.

import { parseSync, visitorKeys } from 'oxc-parser';

/** A node of the syntax tree (ESTree with TypeScript's nodes). */
export interface Node {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

/** One file, parsed. */
export interface Source {
  /** From the project's root, with forward slashes: `src/kernel/decide.ts`. */
  path: string;
  lines: string[];
  program: Node & { body: Node[] };
  comments: { value: string; start: number }[];
  /** The parser's complaints; a file that has any is judged no further. */
  errors: string[];
  /** The 1-based line of an offset in the text. */
  lineAt(offset: number): number;
}

/** Parses one TypeScript file. */
export function parseSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text, {
    lang: path.endsWith('.tsx') ? 'tsx' : 'ts',
    preserveParens: false,
  });
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return {
    path,
    lines,
    program: program as unknown as Source['program'],
    comments,
    errors: errors.map((error) => error.message),
    lineAt: (offset) => text.slice(0, offset).split('\n').length,
  };
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => nodesIn(node[key]));
}

/** Calls `visit` for a node and everything below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

/** Whether a node is a function of any form. */
export function isFunction(node: Node): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
}

/** The nodes a property of a node holds: none, one, or a list with holes. */
export function nodesIn(value: unknown): Node[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
