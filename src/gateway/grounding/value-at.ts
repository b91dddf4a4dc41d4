// A pointer that was made from a value leads back to it.

import type { Json, JsonObject } from '../../kernel/json.ts';

/** RFC 6901 §4; null where nothing is there. */
export function valueAt(value: Json, pointer: string): Json {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<Json>((part, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = typeof part === 'object' && part !== null && Object.hasOwn(part, name);
    return isThere ? (part as JsonObject)[name]! : null;
  }, value);
}
