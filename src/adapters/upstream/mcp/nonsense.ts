// A request never waits in vain: an answer without shape, or one that cannot come any more, ends it too.

import { isJSONRPCErrorResponse, isJSONRPCResultResponse } from '@modelcontextprotocol/client';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/** Stands in an answer that we make up; no wire can carry this very object. */
const MADE_UP = { nonsense: {}, ended: {} } as const;

export type MadeUp = keyof typeof MADE_UP;

/** An error response for the request, recognised by `madeUpIn`. */
export function makeUpAnswer(id: string | number, why: MadeUp): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: 0, message: why, data: MADE_UP[why] } };
}

/** Which of ours an error's `data` is, or null for anything a server sent. */
export function madeUpIn(data: unknown): MadeUp | null {
  if (data === MADE_UP.nonsense) return 'nonsense';
  return data === MADE_UP.ended ? 'ended' : null;
}

/**
 * Replaces an answer that carries an id but is neither a result nor an error (JSON-RPC 2.0 §5): the SDK would
 * drop it and leave its request waiting. Everything else is passed on as it is.
 */
export function settleNonsense(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || 'method' in message || !('id' in message))
    return message;
  const { id } = message;
  if (typeof id !== 'number' && typeof id !== 'string') return message;
  const isAnswer = isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message);
  return isAnswer ? message : makeUpAnswer(id, 'nonsense');
}
