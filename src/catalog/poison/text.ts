// Everything of a definition that a model may read is a text with a place; what is too much to read is said
// to be, never skipped.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { escapeStep, isObject } from '../member.ts';

/** One text of a definition. */
export interface DefinitionText {
  readonly pointer: string;
  readonly text: string;
  /** A key is a name that the author chose, such as that of an argument. */
  readonly kind: 'name' | 'key' | 'value';
}

export interface DefinitionTexts {
  readonly texts: readonly DefinitionText[];
  /** Pointer of the first part that was not read: too deep, or too many parts. */
  readonly unread: string | null;
}

const MAX_DEPTH = 40;
const MAX_PARTS = 20_000;

/** Members whose keys the author of a schema chooses (JSON Schema 2020-12). */
const NAMING = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** @param name as it is offered; a `name` in the definition is not looked at twice */
export function textsOf(name: string, definition: JsonObject): DefinitionTexts {
  const texts: DefinitionText[] = [{ pointer: '/name', text: name, kind: 'name' }];
  const waiting: { value: Json; pointer: string; depth: number; isNamed: boolean }[] = [
    { value: definition, pointer: '', depth: 0, isNamed: false },
  ];
  let unread: string | null = null;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { value, pointer, depth, isNamed } = part;
    if (typeof value === 'string') texts.push({ pointer, text: value, kind: 'value' });
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH || texts.length + waiting.length > MAX_PARTS) {
      unread ??= pointer;
      continue;
    }
    for (const [key, child] of entriesOf(value)) {
      if (depth === 0 && key === 'name') continue;
      const at = `${pointer}/${escapeStep(key)}`;
      if (isNamed || (isObject(value) && !isWord(key))) texts.push({ pointer: at, text: key, kind: 'key' });
      waiting.push({ value: child, pointer: at, depth: depth + 1, isNamed: !isNamed && NAMING.has(key) });
    }
  }
  return { texts, unread };
}

function entriesOf(value: Exclude<Json, null | boolean | number | string>): [string, Json][] {
  return Object.entries(value).toReversed();
}

/** The vocabulary's own keys are short words; a longer key speaks. */
function isWord(key: string): boolean {
  return key.length <= 32 && !key.includes(' ');
}
