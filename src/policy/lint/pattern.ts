// What a `like` compares with, as text, and what kind of thing the attribute's name says it is.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { pathOf } from './expression.ts';

export interface Like {
  /** Path of the attribute; null where the left side is something else. */
  readonly path: string | null;
  /** The parts between wildcards; the first and last are empty where the pattern starts or ends with one. */
  readonly parts: readonly string[];
}

/** What a `like` node says; null for every other node. */
export function likeOf(node: Expr): Like | null {
  if (!('like' in node)) return null;
  const { left, pattern } = node.like as Extract<Expr, { like: unknown }>['like'];
  const parts = [''];
  for (const element of pattern) {
    if (element === 'Wildcard') parts.push('');
    else parts[parts.length - 1] += element.Literal;
  }
  return { path: pathOf(left), parts };
}

const KINDS = {
  host: /^(host|hosts|hostname|domain|server|site)$/,
  address: /^(to|cc|bcc|from|email|mail|recipient|recipients|address|addresses|sender)$/,
  url: /^(url|uri|link|href|webhook|endpoint|callback|origin)$/,
  path: /^(path|paths|file|files|filename|folder|directory|dir)$/,
};

/** Whether the last word of an attribute's name is of a kind (`webhookUrl`, `file_path`). */
export function isNamedAs(path: string | null, kind: keyof typeof KINDS): boolean {
  const name = (path ?? '').split('.').at(-1) ?? '';
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return KINDS[kind].test(words.at(-1) ?? '');
}
