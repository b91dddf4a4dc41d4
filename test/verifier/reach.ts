// What a module loads, all the way down, as the runtime would resolve it: nothing computed goes unseen.

import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { importsOf } from '../architecture/imports.ts';
import { parseSource } from '../architecture/source.ts';

export interface Reach {
  /** Absolute paths, the entry among them. */
  readonly files: readonly string[];
  /** Node's own modules. */
  readonly builtins: readonly string[];
  /** Of all the files together. */
  readonly bytes: number;
}

/** Follows every import of a compiled module, into packages too. Throws for an import that is computed. */
export function reachOf(entry: string): Reach {
  const files = new Set<string>();
  const builtins = new Set<string>();
  let bytes = 0;
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    bytes += Buffer.byteLength(text);
    for (const { specifier } of importsOf(parseSource(file, text))) {
      if (specifier === undefined) throw new Error(`${file} imports a path that is computed`);
      if (isBuiltin(specifier)) builtins.add(specifier);
      else visit(resolve(file, specifier));
    }
  };
  visit(entry);
  return { files: [...files], builtins: [...builtins], bytes };
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return fileURLToPath(new URL(specifier, pathToFileURL(from)));
  return createRequire(from).resolve(specifier);
}
