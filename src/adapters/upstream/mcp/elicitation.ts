// A server's question reaches the one call it surely belongs to, as plain JSON, or is declined.

import type { JsonObject } from '../../../kernel/json.ts';
import type { UpstreamCall } from '../../../gateway/ports.ts';
import { isJsonObject } from './operation.ts';

/** The answer of nobody (MCP ElicitResult). */
export const DECLINED: JsonObject = { action: 'decline' };

const ASKED = ['mode', 'message', 'url', 'requestedSchema'] as const;
const ACTIONS: readonly unknown[] = ['accept', 'decline', 'cancel'];

/** Asks through the call; whatever goes wrong is a decline. */
export async function askThrough(
  call: Pick<UpstreamCall, 'onElicit'>,
  params: JsonObject,
): Promise<JsonObject> {
  const request = Object.fromEntries(
    ASKED.flatMap((key) => (params[key] === undefined ? [] : [[key, params[key]] as const])),
  );
  try {
    const answer = await call.onElicit(request);
    return ACTIONS.includes(answer['action']) ? answer : DECLINED;
  } catch {
    return DECLINED;
  }
}

/** The answers to an `input_required` result's requests (MCP 2026-07-28); null where one is not for us. */
export async function answerInputs(
  call: Pick<UpstreamCall, 'onElicit'>,
  requests: JsonObject,
): Promise<JsonObject | null> {
  const answers: [string, JsonObject][] = [];
  for (const [key, request] of Object.entries(requests)) {
    if (!isJsonObject(request) || request['method'] !== 'elicitation/create') return null;
    const { params } = request;
    if (!isJsonObject(params)) return null;
    answers.push([key, await askThrough(call, params)]);
  }
  return Object.fromEntries(answers);
}
