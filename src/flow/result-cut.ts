// A result with something taken out is made anew, of nothing but the parts in which that was done; one with a
// part in which it cannot be done is withheld whole.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Tool } from '../kernel/state.ts';
import { cutText, cutValue, isList, isRecord, isWords } from './withhold.ts';
import type { Cut } from './withhold.ts';

/** A part that cannot be looked into. */
class Opaque extends Error {}

/**
 * The result as its method has it, cut; null: it cannot be done, for whatever cause. Total.
 *
 * @param asked the arguments of the call
 */
export function cutResult(
  kind: Tool['kind'],
  result: JsonObject,
  cut: Cut,
  asked: JsonObject,
): JsonObject | null {
  try {
    return CUTTERS[kind](result, cut, asked);
  } catch {
    return null;
  }
}

type Cutter = (result: JsonObject, cut: Cut, asked: JsonObject) => JsonObject;

const CUTTERS: { readonly [kind in Tool['kind']]: Cutter } = {
  tool(result, cut) {
    // What went wrong is said in free words.
    if (result['isError'] === true) throw new Opaque();
    const blocks = listOf(result['content']);
    const structured = result['structuredContent'];
    if (blocks.some((block) => recordOf(block)['type'] !== 'text')) throw new Opaque();
    if (structured === undefined) {
      return { content: blocks.map((block) => textOf(block, cut)).slice(0, cut.rows) };
    }
    // The texts say the same again, in places or words of their own: the structured one speaks for all.
    const whole = recordOf(cutValue(recordOf(structured), cut));
    if (isWrapped(structured) && isWrapped(whole)) throw new Opaque();
    return { content: [{ type: 'text', text: JSON.stringify(whole) }], structuredContent: whole };
  },
  // What it is called may tell what it holds: only the name that was asked for is known to its asker.
  resource(result, cut, { uri }) {
    if (typeof uri !== 'string') throw new Opaque();
    const contents = listOf(result['contents']).map((one) => {
      return { uri, mimeType: 'application/json', text: cutString(recordOf(one)['text'], cut) };
    });
    return { contents: contents.slice(0, cut.rows) };
  },
  prompt(result, cut) {
    const messages = listOf(result['messages']).map((one) => {
      const { role, content } = recordOf(one);
      if (role !== 'user' && role !== 'assistant') throw new Opaque();
      return { role, content: textOf(content, cut) };
    });
    return { messages: messages.slice(0, cut.rows) };
  },
  completion(result, cut) {
    // Its values are free words.
    if (cut.names.size > 0 || cut.pointers.length > 0) throw new Opaque();
    const { values } = recordOf(result['completion']);
    return { completion: { values: listOf(values).slice(0, cut.rows) } };
  },
  elicitation(result, cut) {
    const { action, content } = result;
    return content === undefined ? { action: action! } : { action: action!, content: cutValue(content, cut) };
  },
};

/** Words alone, in a record for the sake of form. */
function isWrapped(value: Json): boolean {
  const members = Object.values(recordOf(value));
  return members.length === 1 && isWords(members[0]);
}

function textOf(block: Json | undefined, cut: Cut): JsonObject {
  const { type, text } = recordOf(block);
  if (type !== 'text') throw new Opaque();
  return { type, text: cutString(text, cut) };
}

function cutString(text: Json | undefined, cut: Cut): string {
  const whole = typeof text === 'string' ? cutText(text, cut) : null;
  if (whole === null) throw new Opaque();
  return whole;
}

function listOf(value: Json | undefined): readonly Json[] {
  if (isList(value)) return value;
  throw new Opaque();
}

function recordOf(value: Json | undefined): JsonObject {
  if (isRecord(value)) return value;
  throw new Opaque();
}
