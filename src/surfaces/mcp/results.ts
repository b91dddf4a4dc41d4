// Upstream results pass through unharmed; refusals take the form that the method has for them.

import {
  ProtocolError,
  type CallToolResult,
  type CompleteResult,
  type GetPromptResult,
  type InputRequiredResult,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { CallAnswer } from '../../gateway/action/call-answer.ts';
import { labelsAsMeta } from '../../gateway/action/labelling.ts';
import type { Receipt } from '../../gateway/ledger/receipt.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { CallResult } from './call.ts';
import { RECEIPT_KEY, SUSPICIOUS_KEY, toToolResult } from './reply.ts';

/** Application codes lie outside the range that JSON-RPC and MCP reserve. */
export const REFUSED_CODE = 40_300;
const INTERNAL_CODE = -32_603;

export function answerTool(result: CallResult): CallToolResult | InputRequiredResult {
  if (result.kind === 'input') return result.input;
  return result.kind === 'refused' ? toToolResult(result.refused) : answerCall(result.answer);
}

/** The answer of a tool's call that was permitted. Throws the upstream's own error. */
export function answerCall(answer: CallAnswer & { readonly receipt: Receipt }): CallToolResult {
  if (answer.reply === null) return toToolResult({ category: 'unavailable', ...explainSilence(answer) });
  return withRemarks(replied(answer.reply), answer) as unknown as CallToolResult;
}

export function answerResource(
  result: CallResult,
  uri: { readonly exposed: string; readonly original: string },
): ReadResourceResult | InputRequiredResult {
  if (result.kind === 'input') return result.input;
  const answered = plain(result);
  const contents = (answered['contents'] ?? []) as JsonObject[];
  const renamed = contents.map((one) => (one['uri'] === uri.original ? { ...one, uri: uri.exposed } : one));
  return { ...answered, contents: renamed } as unknown as ReadResourceResult;
}

export function answerPrompt(result: CallResult): GetPromptResult | InputRequiredResult {
  return result.kind === 'input' ? result.input : (plain(result) as unknown as GetPromptResult);
}

export function answerCompletion(result: CallResult): CompleteResult {
  // Completion has no way to ask a person: the question was declined.
  if (result.kind === 'input') throw new ProtocolError(INTERNAL_CODE, 'completion cannot ask for input');
  return plain(result) as unknown as CompleteResult;
}

/** Methods without an error form of their own answer a refusal as a JSON-RPC error. */
function plain(result: Exclude<CallResult, { kind: 'input' }>): JsonObject {
  if (result.kind === 'refused') {
    throw new ProtocolError(REFUSED_CODE, result.refused.text, { _meta: result.refused.meta });
  }
  const { answer } = result;
  if (answer.reply === null) throw new ProtocolError(INTERNAL_CODE, explainSilence(answer).text);
  return withRemarks(replied(answer.reply), answer);
}

function replied(reply: NonNullable<CallAnswer['reply']>): JsonObject {
  if ('result' in reply) return reply.result;
  throw new ProtocolError(reply.error.code, reply.error.message, reply.error.data);
}

/** For the client: the receipt, what the result carries, and what the scan calls an attack in its words. */
function withRemarks(
  result: JsonObject,
  { receipt, remarks = {} }: CallAnswer & { readonly receipt: Receipt },
): JsonObject {
  const { findings, labels } = remarks;
  return {
    ...result,
    _meta: {
      ...(result['_meta'] as JsonObject | undefined),
      [RECEIPT_KEY]: { ...receipt },
      ...(labels === undefined ? {} : labelsAsMeta(labels)),
      ...(findings === undefined ? {} : { [SUSPICIOUS_KEY]: findings }),
    },
  };
}

function explainSilence(answer: CallAnswer & { readonly receipt: Receipt }): {
  readonly text: string;
  readonly meta: Record<string, unknown>;
} {
  const fate =
    answer.outcome === 'not-started'
      ? 'It was permitted but not performed'
      : 'It was permitted and sent, but its outcome is unknown. It may have happened; it is not sent again';
  const text = `${fate} (${answer.code ?? answer.outcome}). Reference ${answer.receipt.record}.`;
  return { text, meta: { [RECEIPT_KEY]: answer.receipt } };
}
