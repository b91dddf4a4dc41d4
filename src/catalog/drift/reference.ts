// A reference is followed within its own schema alone: one that leads nowhere is never taken for nothing.

import type { Json } from '../../kernel/json.ts';
import { isObject } from '../member.ts';

/** What a `$ref` points at: a JSON pointer in a URI fragment (RFC 6901 §6); undefined for any other. */
export function resolveReference(reference: string, root: Json | undefined): Json | undefined {
  if (!/^#(?:\/|$)/.test(reference)) return undefined;
  const steps = stepsOf(reference);
  return steps?.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at))
      return /^(?:0|[1-9]\d{0,5})$/.test(step) ? (at as readonly Json[])[+step] : undefined;
    return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, root);
}

function stepsOf(reference: string): string[] | null {
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    return pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return null;
  }
}
