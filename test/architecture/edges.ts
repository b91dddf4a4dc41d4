// The layers hold: no file of `src` imports what its part of the table does not grant.

import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { importsOf } from './imports.ts';
import type { Import } from './imports.ts';
import { CONSOLE, isTestOnly, PACKAGE_HOMES, unitOf, zoneOf } from './layout.ts';
import type { Zone } from './layout.ts';
import type { Source } from './source.ts';

/** A file's imports of other files of the tree, as paths. */
export function fileImportsOf(source: Source): string[] {
  return importsOf(source).flatMap(({ specifier }) =>
    specifier?.startsWith('.') ? [resolve(source.path, specifier)] : [],
  );
}

/**
 * Judges every import of a non-test file of `src`, and that the file has a place there.
 *
 * @param paths every file of the tree
 * @param dependencies the packages that are installed with the published one
 */
export function checkEdges(
  source: Source,
  paths: ReadonlySet<string>,
  dependencies: readonly string[],
): Finding[] {
  const file = source.path;
  if (!file.startsWith('src/') || isTestOnly(file)) return [];
  const zone = zoneOf(file);
  if (!zone) return [{ rule: 'place', file, message: 'lies outside every part of the tree' }];
  return importsOf(source).flatMap((edge) => {
    const message = complaintAbout(file, zone, edge, paths, dependencies);
    return message === undefined ? [] : [{ rule: 'edge', file, line: edge.line, message }];
  });
}

/** Judges what a file of the console reaches: contract types and the verifier, and nothing of Node. */
export function checkConsole(source: Source): Finding[] {
  const file = source.path;
  if (!CONSOLE.home.test(file) || file.endsWith('.test.ts')) return [];
  return importsOf(source).flatMap(({ specifier, typeOnly, line }) => {
    const target = specifier?.startsWith('.') === true ? resolve(file, specifier) : undefined;
    const report = (what: string) => [
      { rule: 'edge', file, line, message: `console may not import ${what}` },
    ];
    if (specifier === undefined) return report('a path that is computed');
    if (target === undefined) return isBuiltin(specifier) ? report(specifier) : [];
    const isOwn =
      CONSOLE.home.test(target) || CONSOLE.mayRun.test(target) || (typeOnly && CONSOLE.mayKnow.test(target));
    return isOwn ? [] : report(target);
  });
}

function complaintAbout(
  path: string,
  zone: Zone,
  { specifier, typeOnly }: Import,
  paths: ReadonlySet<string>,
  dependencies: readonly string[],
): string | undefined {
  if (specifier === undefined) return 'imports a path that is computed';
  if (specifier.startsWith('.')) {
    const target = resolve(path, specifier);
    if (!paths.has(target)) return `imports ${target}, which is no source file`;
    return complaintAboutFile(path, zone, target, typeOnly);
  }
  if (isBuiltin(specifier)) return zone.node ? undefined : `${zone.name} may not import ${specifier}`;
  return complaintAboutPackage(path, zone, packageOf(specifier), dependencies);
}

function complaintAboutFile(path: string, from: Zone, target: string, typeOnly: boolean): string | undefined {
  if (isTestOnly(target) || !target.startsWith('src/')) return `imports ${target}, which is not published`;
  const to = zoneOf(target);
  if (!to || from.name === 'main' || unitOf(path) === unitOf(target)) return undefined;
  const reach = from.may[to.name];
  if (reach === 'all' || (reach === 'types' && typeOnly)) return undefined;
  return reach === 'types'
    ? `${from.name} may import only types of ${to.name} (${target})`
    : `${from.name} may not import ${to.name} (${target})`;
}

function complaintAboutPackage(
  path: string,
  zone: Zone,
  name: string,
  dependencies: readonly string[],
): string | undefined {
  const elsewhere = PACKAGE_HOMES.find((entry) => entry.packages.test(name) && !entry.home.test(path));
  if (elsewhere) return `${name} belongs to ${elsewhere.says}`;
  if (zone.packages !== 'declared' && !zone.packages.includes(name)) {
    return `${zone.name} may not import the package ${name}`;
  }
  return dependencies.includes(name) ? undefined : `${name} is not a dependency of the published package`;
}

/** The package of a specifier, without a path inside it. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function resolve(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}
