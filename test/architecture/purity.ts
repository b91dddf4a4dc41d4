// A pure folder cannot tell when or where it runs: time, chance and the world reach it as arguments.

import type { Finding } from './finding.ts';
import { isTestOnly, zoneOf } from './layout.ts';
import { childrenOf, isFunction, nodesIn } from './source.ts';
import type { Node, Source } from './source.ts';

/** Globals that tell the time, are random, wait, or reach outside. */
const IMPURE_GLOBALS = new Set(
  [
    'Promise Date process fetch Buffer crypto performance console globalThis global require eval Function',
    'setTimeout setInterval setImmediate queueMicrotask AbortSignal XMLHttpRequest WebSocket',
  ].flatMap((names) => names.split(' ')),
);

/** Nodes, besides functions, that open a scope for the names they bind. */
const SCOPES = /^(Program|TSDeclareFunction|TS(Function|Constructor)Type|TS(Method|CallSignature)\w+)$/;

/** One finding for each impure thing that a non-test file of a pure folder uses. */
export function checkPurity(source: Source): Finding[] {
  if (!zoneOf(source.path)?.pure || isTestOnly(source.path)) return [];
  const findings: Finding[] = [];
  const report = (node: Node, what: string): void => {
    const message = `uses ${what} in a pure folder`;
    findings.push({ rule: 'purity', file: source.path, line: source.lineAt(node.start), message });
  };
  const visit = (node: Node, outer: ReadonlySet<string>): void => {
    const bound = isFunction(node) || SCOPES.test(node.type) ? new Set([...outer, ...boundBy(node)]) : outer;
    const impurity = impurityOf(node, bound);
    if (impurity) report(node, impurity);
    for (const child of childrenOf(node)) if (!isNameIn(node, child)) visit(child, bound);
  };
  visit(source.program, new Set());
  return findings;
}

function impurityOf(node: Node, bound: ReadonlySet<string>): string | undefined {
  if (isFunction(node) && node['async'] === true) return 'async';
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node['await'] === true))
    return 'await';
  if (node.type === 'MemberExpression') {
    const [object] = nodesIn(node['object']);
    const [property] = nodesIn(node['property']);
    const isRandom = property?.['name'] === 'random' || property?.['value'] === 'random';
    return object?.['name'] === 'Math' && isRandom ? 'Math.random' : undefined;
  }
  const name = node.type === 'Identifier' ? String(node['name']) : '';
  return IMPURE_GLOBALS.has(name) && !bound.has(name) ? name : undefined;
}

/** Whether a child stands in its parent as a mere name: `x.Date`, `{ Date: 1 }`, `import { Date as day }`. */
function isNameIn(parent: Node, child: Node): boolean {
  if (child.type !== 'Identifier' || parent['computed'] === true) return false;
  const names = [parent['key'], parent['property'], parent['imported'], parent['exported']];
  return names.includes(child) || (parent.type === 'TSQualifiedName' && parent['right'] === child);
}

/** The names that a scope binds: parameters, variables, functions, classes, types, imports. */
function boundBy(scope: Node): string[] {
  const names = nodesIn(scope['params']).flatMap(namesIn);
  const collect = (node: Node): void => {
    if (/(Declaration|Declarator)$/.test(node.type)) names.push(...nodesIn(node['id']).flatMap(namesIn));
    if (/^Import.*Specifier$/.test(node.type)) names.push(...nodesIn(node['local']).flatMap(namesIn));
    if (!isFunction(node)) childrenOf(node).forEach(collect);
  };
  childrenOf(scope).forEach(collect);
  return names;
}

/** The names a binding pattern introduces; default values and types inside it only use names. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern['name'])];
    case 'AssignmentPattern':
      return nodesIn(pattern['left']).flatMap(namesIn);
    case 'Property':
      return nodesIn(pattern['value']).flatMap(namesIn);
    default:
      return childrenOf(pattern).flatMap(namesIn);
  }
}
