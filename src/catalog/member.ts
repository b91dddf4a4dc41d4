// Definitions come from outside: a part of another shape than expected counts as absent, never as a crash.

import type { Json, JsonObject } from '../kernel/json.ts';

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
