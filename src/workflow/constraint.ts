// Arguments fit their schema or the action is refused: whatever goes wrong while checking counts as not
// fitting.

import type { ErrorObject } from 'ajv';
import type { Json } from '../kernel/json.ts';
import type { ConstraintEngine } from '../kernel/policy.ts';
import { compileSchema, SchemaFault, type Validate } from './schema.ts';

const CACHED_SCHEMAS = 512;
const REPORTED_CHARACTERS = 300;

type Check = (value: Json) => readonly string[];

/**
 * Checks values against JSON Schemas with ajv. Total; values are never changed (no defaults, no coercion).
 * The schemas last used stay compiled, 512 at most, found again by their JSON text.
 *
 * Only the first thing wrong is reported: to go on would let an agent choose how much work a check is.
 * See `compileSchema` for what is refused and what is bounded.
 */
export function createConstraintEngine(): ConstraintEngine {
  const recent = new Map<string, Check>();
  return {
    check(schema, value) {
      try {
        const text = textOf(schema);
        const check = recent.get(text) ?? prepare(schema);
        recent.delete(text);
        recent.set(text, check);
        const [oldest] = recent.keys();
        if (recent.size > CACHED_SCHEMAS && oldest !== undefined) recent.delete(oldest);
        return check(value);
      } catch {
        return ['# schema: cannot be used'];
      }
    },
  };
}

const texts = new WeakMap<object, string>();

/** Schemas are never changed, so the same object has the same text. */
function textOf(schema: Json): string {
  if (typeof schema !== 'object' || schema === null) return JSON.stringify(schema);
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}

/** A schema that cannot be used is remembered too, so that it is not compiled at every call. */
function prepare(schema: Json): Check {
  try {
    const validate = compileSchema(schema, 'received');
    return (value) => run(validate, value);
  } catch (fault) {
    const why = fault instanceof SchemaFault ? fault.message : 'cannot be compiled';
    return () => [cut(`# schema: ${why}`)];
  }
}

function run(validate: Validate, value: Json): readonly string[] {
  try {
    const wrong = validate(value);
    if (wrong === null) return [];
    return wrong.length > 0 ? wrong.map(tell) : ['# schema: gives no answer'];
  } catch (fault) {
    return [fault instanceof SchemaFault ? `# ${fault.message}` : '# schema: cannot be applied'];
  }
}

/** ajv's messages name what the schema says, never what the value is. */
function tell({ instancePath, keyword, message }: ErrorObject): string {
  return cut(`#${instancePath} ${keyword}: ${message ?? 'does not fit'}`);
}

/**
 * A member's name is the agent's choice and may be no well-formed text, which could not be recorded; nor is
 * half a pair, left by the cut.
 */
function cut(text: string): string {
  const start = text.slice(0, REPORTED_CHARACTERS).replace(/[\p{Surrogate}\p{Control}]/gu, '\ufffd');
  return text.length > REPORTED_CHARACTERS ? `${start}…` : start;
}
