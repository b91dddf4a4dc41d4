// Files say what they protect, have names that mean something, and never ask a tool to look away.

import type { Finding } from './finding.ts';
import { isTestOnly } from './layout.ts';
import { nodesIn, walk } from './source.ts';
import type { Node, Source } from './source.ts';

const EMPTY_NAMES = new Set(['util', 'utils', 'lib', 'libs', 'common', 'shared', 'helper', 'helpers']);

const SUPPRESSION = new RegExp(
  [
    '@ts-(ignore|expect-error|nocheck)',
    '(eslint|oxlint|biome|tslint)-(disable|ignore)',
    '(istanbul|v8|c8) ignore',
    '(prettier|oxfmt)-ignore',
  ].join('|'),
);

/** The published entries: the only files that gather what others declare. */
const BARRELS = ['src/index.ts', 'src/verify.ts'];

/** Folders and files named after nothing in particular. */
export function checkName(path: string): Finding[] {
  const empty = path.split('/').find((part) => EMPTY_NAMES.has(part.split('.', 1)[0] ?? ''));
  return empty === undefined ? [] : [{ rule: 'name', file: path, message: `"${empty}" says nothing` }];
}

/** Comments that silence a tool, and `any` by assertion. */
export function checkSuppressions(source: Source): Finding[] {
  const found = source.comments.flatMap((comment) => {
    const words = SUPPRESSION.exec(comment.value)?.[0];
    return words === undefined
      ? []
      : [finding(source, 'suppression', comment.start, `silences a tool: ${words}`)];
  });
  walk(source.program, (node) => {
    const isAny = nodesIn(node['typeAnnotation']).some((type) => type.type === 'TSAnyKeyword');
    if (isAny && /^TS(As|Satisfies|Type)(Expression|Assertion)$/.test(node.type)) {
      found.push(finding(source, 'suppression', node.start, 'silences the compiler: as any'));
    }
  });
  return found;
}

/** Files of `src` that only pass on what others declare, and re-exports of whole modules. */
export function checkBarrel(source: Source): Finding[] {
  const { body } = source.program;
  if (!source.path.startsWith('src/') || BARRELS.includes(source.path)) return [];
  const everything = body.find((statement) => statement.type === 'ExportAllDeclaration');
  if (everything) return [finding(source, 'barrel', everything.start, 'passes on a whole module')];
  const isBarrel =
    body.some(passesOn) && body.every((node) => passesOn(node) || node.type === 'ImportDeclaration');
  return isBarrel ? [finding(source, 'barrel', 0, 'only passes on what others declare')] : [];
}

/** Non-test files of `src` that do not open with a comment. */
export function checkOpening(source: Source): Finding[] {
  if (!source.path.startsWith('src/') || isTestOnly(source.path)) return [];
  const first = source.program.body[0]?.start ?? Number.POSITIVE_INFINITY;
  const opens = source.comments.some((comment) => comment.start < first);
  return opens ? [] : [finding(source, 'opening', 0, 'does not open with the invariant it protects')];
}

function passesOn(statement: Node): boolean {
  return statement.type === 'ExportNamedDeclaration' && !statement['declaration'];
}

function finding(source: Source, rule: string, offset: number, message: string): Finding {
  return { rule, file: source.path, line: source.lineAt(offset), message };
}
