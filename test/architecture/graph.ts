// The import graph has a direction and no orphans: no cycle of files, and nothing that no entry reaches.

import type { Finding } from './finding.ts';
import { isTestOnly } from './layout.ts';

/** Each file of the tree with the files it imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** One finding for each cycle, told along its files from the first by name; types count as imports. */
export function checkCycles(graph: Graph): Finding[] {
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) findings.push(describeCycle(trail.slice(at)));
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of [...graph.keys()].toSorted()) visit(path, []);
  return findings;
}

/**
 * One finding for each file of `src` that nothing published leads to. A contract suite must be run by a test.
 *
 * @param entries the published entries and the command
 */
export function checkReachability(graph: Graph, entries: readonly string[]): Finding[] {
  const published = reachableFrom(graph, entries);
  const tested = reachableFrom(
    graph,
    [...graph.keys()].filter((path) => path.endsWith('.test.ts')),
  );
  return [...graph.keys()].flatMap((file) => {
    if (!file.startsWith('src/') || file.endsWith('.test.ts')) return [];
    if (!isTestOnly(file)) {
      return published.has(file) ? [] : [finding(file, 'is reached by no published entry')];
    }
    return tested.has(file) ? [] : [finding(file, 'is a contract that no test runs')];
  });
}

function describeCycle(cycle: readonly string[]): Finding {
  const first = cycle.indexOf(cycle.toSorted()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  const [file = ''] = turned;
  return { rule: 'cycle', file, message: `imports itself: ${[...turned, file].join(' → ')}` };
}

function reachableFrom(graph: Graph, entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of graph.get(path) ?? []) visit(next);
  };
  for (const entry of entries) visit(entry);
  return reached;
}

function finding(file: string, message: string): Finding {
  return { rule: 'unreachable', file, message };
}
