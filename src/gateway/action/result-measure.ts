// No result brings more than its call reserved: what does is withheld whole, after the call was made, so that
// parallel calls together stay within what their task may read.

import type { Command } from '../../kernel/command.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { CallAnswer } from './call-answer.ts';
import { withheld } from './fulfilment.ts';
import { jsonIn } from './remarks.ts';

type Most = Pick<Extract<Command, { kind: 'call' }>, 'reservedRecords' | 'reservedBytes'>;

const TOO_MUCH =
  'The call was made. Its result is withheld: it brings more than one call of this task may. Ask for less.';
/** What is nested deeper cannot be counted, and counts as more than anything. */
const MAX_DEPTH = 64;

/** The answer as it may be given, with how many records it brings where the task limits them. */
export function measureAnswer(
  kind: Tool['kind'],
  { reservedRecords: maxRecords = Infinity, reservedBytes: maxBytes = Infinity }: Most,
  answer: CallAnswer,
): CallAnswer {
  const { reply, remarks } = answer;
  if (reply === null || (maxRecords === Infinity && maxBytes === Infinity)) return answer;
  const records = 'result' in reply ? countRecords(reply.result) : 0;
  const bytes = maxBytes === Infinity ? 0 : utf8(JSON.stringify(reply)).length;
  if (records > maxRecords || bytes > maxBytes) return { ...answer, reply: withheld(kind, TOO_MUCH) };
  return maxRecords === Infinity ? answer : { ...answer, remarks: { ...remarks, records } };
}

/**
 * Items of the outermost lists, where a result has any; else it is one record. Of a tool's result the
 * structured form counts, or its texts as far as they are JSON, whichever says more.
 */
export function countRecords(result: JsonObject): number {
  const { structuredContent, content, ...others } = result;
  if (structuredContent === undefined && content === undefined) return Math.max(1, listed(others, 0));
  const blocks: readonly Json[] = Array.isArray(content) ? content : [];
  const texts = blocks.reduce<number>((sum, block) => sum + Math.max(1, listed(saidBy(block), 0)), 0);
  return Math.max(1, texts, listed(structuredContent ?? null, 0));
}

function saidBy(block: Json): Json {
  const text = typeof block === 'object' && block !== null && 'text' in block ? block.text : null;
  return typeof text === 'string' ? jsonIn(text) : null;
}

function listed(value: Json, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MAX_DEPTH) return Infinity;
  if (Array.isArray(value)) return value.length;
  return Object.values(value).reduce<number>((sum, part) => sum + listed(part, depth + 1), 0);
}
