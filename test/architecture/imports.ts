// Every way in which one module can reach another is an import here: what is not seen cannot be forbidden.

import { walk, nodesIn } from './source.ts';
import type { Node, Source } from './source.ts';

/** One reach of a file for another module. */
export interface Import {
  /** As written; undefined where it is computed, so nobody can say what is reached. */
  specifier: string | undefined;
  /** Gone after compilation. */
  typeOnly: boolean;
  line: number;
}

/**
 * Static imports, re-exports, dynamic imports, `require`, types by `import()`, and modules loaded by URL
 * (`new URL('./worker.js', import.meta.url)`, as worker threads are).
 */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  walk(source.program, (node) => {
    const reach = reachOf(node);
    if (reach) found.push({ ...reach, line: source.lineAt(node.start) });
  });
  return found;
}

function reachOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: literal(node['source']), typeOnly: isTypeOnly(node, 'importKind') };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!node['source']) return undefined;
      return { specifier: literal(node['source']), typeOnly: isTypeOnly(node, 'exportKind') };
    case 'TSImportType':
      return { specifier: literal(node['source']), typeOnly: true };
    case 'ImportExpression':
      return { specifier: literal(node['source']), typeOnly: false };
    case 'CallExpression': {
      const isRequire = nodesIn(node['callee'])[0]?.['name'] === 'require';
      return isRequire ? { specifier: literal(nodesIn(node['arguments'])[0]), typeOnly: false } : undefined;
    }
    case 'NewExpression':
      return moduleByUrl(node);
    default:
      return undefined;
  }
}

/** A statement is type-only as a whole, or in each of its specifiers; a bare `import './x.ts'` is not. */
function isTypeOnly(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  if (node[kind] === 'type') return true;
  const specifiers = nodesIn(node['specifiers']);
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

function moduleByUrl(node: Node): Omit<Import, 'line'> | undefined {
  const [path, base] = nodesIn(node['arguments']);
  const relative = literal(path);
  const isModule = relative !== undefined && /^\.{1,2}\/.*\.[jt]s$/.test(relative);
  const fromHere = nodesIn(base?.['object'])[0]?.type === 'MetaProperty';
  if (nodesIn(node['callee'])[0]?.['name'] !== 'URL' || !isModule || !fromHere) return undefined;
  return { specifier: relative.replace(/\.js$/, '.ts'), typeOnly: false };
}

function literal(value: unknown): string | undefined {
  const node = nodesIn(value)[0];
  return typeof node?.['value'] === 'string' ? node['value'] : undefined;
}
