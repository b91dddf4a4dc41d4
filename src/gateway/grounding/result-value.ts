// What an upstream said, as values: in the form that its tool defines, and in the words that a model reads
// beside it, which may say something else.

import { isObject, listOf, textOf } from '../../catalog/member.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { UpstreamReply } from '../action/call-answer.ts';

export interface ResultValue {
  readonly value: Json;
  /** It has the form that the tool's definition describes. */
  readonly isAsDefined: boolean;
}

/** Of a tool's result, of resources, prompts and completions alike; binary parts are left out. */
export function valuesIn(reply: UpstreamReply): readonly ResultValue[] {
  if ('error' in reply) return [{ value: reply.error, isAsDefined: false }];
  const { structuredContent = null, content, contents, messages, _meta: _told, ...others } = reply.result;
  const said = [...listOf(content), ...listOf(contents), ...listOf(messages).map(contentOf)].flatMap(wordsOf);
  const structured = structuredContent === null ? [] : [{ value: structuredContent, isAsDefined: true }];
  if (said.length === 0) return structured.length > 0 ? structured : [{ value: others, isAsDefined: false }];
  const value = said.length === 1 ? said[0]! : said.map(asRecord);
  if (JSON.stringify(parsed(value)) === JSON.stringify(structuredContent)) return structured;
  return [...structured, { value, isAsDefined: structuredContent === null && said.length === 1 }];
}

function contentOf(message: Json): Json {
  return isObject(message) ? (message['content'] ?? null) : null;
}

/** The text of a block, or of what is embedded in it; else whatever it says of itself. */
function wordsOf(block: Json): Json[] {
  if (!isObject(block)) return [];
  const { text, resource, data: _data, blob: _blob, type: _type, ...said } = block;
  if (isObject(resource)) return wordsOf(resource);
  if (textOf(text) !== '') return [text!];
  return Object.keys(said).length === 0 ? [] : [said];
}

/** Several blocks are several things: what is said of one of them is not said of the others. */
function asRecord(words: Json): Json {
  const read = parsed(words);
  return typeof read === 'string' ? ({ text: read } satisfies JsonObject) : read;
}

function parsed(words: Json): Json {
  return typeof words === 'string' ? readStructured(words) : words;
}
