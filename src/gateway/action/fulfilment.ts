// What a permit comes with is carried out on everything that a call gives back, before it is recorded and
// before anybody sees it: so a kept outcome is the same one. What it cannot be carried out on is withheld.

import { objectOf } from '../../catalog/member.ts';
import { cutResult } from '../../flow/result-cut.ts';
import { cutOf } from '../../flow/withhold.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Obligation } from '../../kernel/policy.ts';
import type { Tool } from '../../kernel/state.ts';
import type { CallAnswer, UpstreamReply } from './call-answer.ts';

/** In a result's `_meta`: what was done to it. */
export const OBLIGATIONS_KEY = 'holdpoint/obligations';

const WITHHELD =
  'The call was made. Its result is withheld: policy wants parts of it taken out, which cannot be done ' +
  'with what came back.';
/** Application codes lie outside the range that JSON-RPC and MCP reserve. */
const WITHHELD_CODE = 40_301;

export interface Fulfilment {
  answer(answer: CallAnswer): CallAnswer;
  /** Words about a call under way may tell what its result must not. */
  progress(progress: JsonObject): JsonObject;
}

/** @param asked the arguments of the call */
export function createFulfilment(
  kind: Tool['kind'],
  obligations: readonly Obligation[],
  asked: JsonObject,
): Fulfilment {
  const cut = cutOf(obligations);
  if (cut === null) return { answer: (answer) => answer, progress: (progress) => progress };
  const done = obligations.filter((one) => one.kind === 'redact' || one.kind === 'cap-rows');
  const meta = { [OBLIGATIONS_KEY]: done as unknown as JsonObject[] };
  const replyTo = (reply: UpstreamReply): UpstreamReply => {
    const result = 'result' in reply ? cutResult(kind, reply.result, cut, asked) : null;
    return result === null ? withheld(kind, WITHHELD) : { result: { ...result, _meta: meta } };
  };
  return {
    answer: (answer) => (answer.reply === null ? answer : { ...answer, reply: replyTo(answer.reply) }),
    progress: withoutWords,
  };
}

/** How far a call is, and nothing that it says. */
export function withoutWords({ progressToken, progress, total }: JsonObject): JsonObject {
  const told = Object.entries({ progressToken, progress, total });
  return Object.fromEntries(told.filter((entry) => entry[1] !== undefined)) as JsonObject;
}

/** Tools have a form of their own for what did not work out. */
export function withheld(kind: Tool['kind'], text: string): UpstreamReply {
  if (kind !== 'tool') return { error: { code: WITHHELD_CODE, message: text } };
  const _meta = { [OBLIGATIONS_KEY]: 'withheld' };
  return { result: { isError: true, content: [{ type: 'text', text }], _meta } };
}

/** Whether what is given instead of what came is those words of ours. */
export function isWithheld(given: UpstreamReply, came: UpstreamReply): boolean {
  if (given === came) return false;
  return 'error' in given || objectOf(given.result['_meta'])[OBLIGATIONS_KEY] === 'withheld';
}
