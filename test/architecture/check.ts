// All rules over one tree, given as a map of path to text, so that a broken tree can be made up in a test.

import { checkConsole, checkEdges, fileImportsOf } from './edges.ts';
import type { Finding } from './finding.ts';
import { checkCycles, checkReachability } from './graph.ts';
import { checkPurity } from './purity.ts';
import { checkMedian, checkSizes } from './sizes.ts';
import { parseSource } from './source.ts';
import type { Source } from './source.ts';
import { checkBarrel, checkName, checkOpening, checkSuppressions } from './tidy.ts';

/** A tree to judge. */
export interface Tree {
  /** Every TypeScript file, by its path from the root. */
  files: ReadonlyMap<string, string>;
  /** The sources of what the package publishes: its exports and its command. */
  entries: readonly string[];
  /** The packages that are installed with it. */
  dependencies: readonly string[];
}

/** Everything wrong with a tree. */
export function checkTree(tree: Tree): Finding[] {
  const parsed = [...tree.files].map(([path, text]) => parseSource(path, text));
  const sources = parsed.filter((source) => source.errors.length === 0);
  const paths = new Set(tree.files.keys());
  const graph = new Map(sources.map((source) => [source.path, fileImportsOf(source)]));
  return [
    ...parsed.flatMap(checkSyntax),
    ...[...paths].flatMap(checkName),
    ...sources.flatMap((source) => [
      ...checkEdges(source, paths, tree.dependencies),
      ...checkConsole(source),
      ...checkPurity(source),
      ...checkSuppressions(source),
      ...checkBarrel(source),
      ...checkOpening(source),
      ...checkSizes(source),
    ]),
    ...checkCycles(graph),
    ...checkReachability(graph, tree.entries),
    ...checkMedian(sources),
  ];
}

function checkSyntax({ path, errors }: Source): Finding[] {
  return errors.map((message) => ({ rule: 'syntax', file: path, message }));
}
