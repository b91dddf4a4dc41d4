// A call is sent at most once, and its outcome never claims more than is known.

import { isInputRequiredResult } from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeeper, MAX_ANSWER_DEPTH } from '../../../kernel/depth.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type {
  Description,
  UpstreamCall,
  UpstreamFaultCode,
  UpstreamOutcome,
} from '../../../gateway/ports.ts';
import type { Connection } from './connection.ts';
import { answerInputs } from './elicitation.ts';
import { failureOf } from './fault.ts';
import { isJsonObject, operationOf } from './operation.ts';
import type { Operation } from './operation.ts';
import { MAX_INPUT_ROUNDS } from './settings.ts';
import type { Stop } from './stop.ts';

/** The SDK's own timer is not used: the call's `Stop` covers all of it. This is the longest Node has. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
const PAUSE_MS = 250;

interface Done {
  readonly outcome: UpstreamOutcome;
  /** False where the server may still be at it. */
  readonly answered: boolean;
}

/** Sends the call over the connection. What is thrown before anything was sent is an `UpstreamFault`. */
export async function performCall(
  connection: Connection,
  call: UpstreamCall,
  stop: Stop,
  maxResultBytes: number,
): Promise<UpstreamOutcome> {
  const { definition, server } = await presentedBy(connection, call, stop);
  const operation = operationOf(call, definition);
  if (operation === null || !call.expects(definition, server)) return notStarted('definition-changed');
  if (stop.code !== null) return notStarted(stop.code);
  if (!connection.usable) return notStarted('upstream-unreachable');
  if (!call.inTime()) return notStarted('start-lapsed');
  const { outcome } = await connection.carry(call, () => exchange(connection, call, operation, stop));
  return boundResult(outcome, maxResultBytes);
}

async function exchange(
  connection: Connection,
  call: UpstreamCall,
  operation: Operation,
  stop: Stop,
): Promise<Done> {
  let { params } = operation;
  let wasSent = false;
  for (let round = 0; round <= MAX_INPUT_ROUNDS; round += 1) {
    try {
      const result = await request(connection, call, { ...operation, params }, stop);
      wasSent = true;
      if (!isInputRequiredResult(result)) return { outcome: completed(call, result), answered: true };
      const next = await nextRound(connection, call, result, stop);
      if (next === null) return { outcome: unknown('definition-changed'), answered: true };
      params = { ...operation.params, ...next };
    } catch (error) {
      return failed(connection, stop, error, wasSent);
    }
  }
  return { outcome: unknown('upstream-nonsense'), answered: true };
}

async function request(
  connection: Connection,
  call: UpstreamCall,
  operation: Operation,
  stop: Stop,
): Promise<JsonObject> {
  return connection.request(operation.method, operation.params, operation.result, {
    signal: stop.signal,
    timeout: NO_TIMEOUT_MS,
    allowInputRequired: true,
    headers: operation.headers,
    onprogress: ({ progress, total, message }) =>
      call.onProgress({
        progress,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      }),
  });
}

/** What the retry carries besides the call itself (MCP 2026-07-28); null where the tool has changed. */
async function nextRound(
  connection: Connection,
  call: UpstreamCall,
  result: JsonObject,
  stop: Stop,
): Promise<JsonObject | null> {
  const { inputRequests, requestState } = result;
  const answers = await stop.race(answerInputs(call, isJsonObject(inputRequests) ? inputRequests : {}));
  if (answers === null)
    throw new UpstreamFault('upstream-nonsense', 'the server asks for what nobody offered');
  const isBlank = Object.keys(answers).length === 0;
  // With nothing to answer the server only asks for time: not at once again.
  if (isBlank) await sleep(PAUSE_MS, undefined, { signal: stop.signal });
  const { definition, server } = await presentedBy(connection, call, stop);
  if (!call.expects(definition, server)) return null;
  return {
    ...(isBlank ? {} : { inputResponses: answers }),
    ...(requestState === undefined ? {} : { requestState }),
  };
}

async function presentedBy(
  connection: Connection,
  call: UpstreamCall,
  stop: Stop,
): Promise<{ readonly definition: JsonObject | null; readonly server: Description['server'] }> {
  const { definitions, server } = await stop.race(connection.current());
  const definition = Object.hasOwn(definitions, call.tool) ? (definitions[call.tool] ?? null) : null;
  return { definition, server };
}

function failed(connection: Connection, stop: Stop, error: unknown, wasSent: boolean): Done {
  if (stop.code !== null) return { outcome: unknown(stop.code), answered: false };
  const failure = failureOf(error);
  if (failure.kind === 'refused') {
    const { code, message, data } = failure.error;
    const known = data === undefined ? { code, message } : { code, message, data: data as Json };
    return { outcome: { outcome: 'failed', error: known }, answered: true };
  }
  // Over HTTP nothing else tells that the server is gone, or has forgotten our session.
  if (failure.code !== 'upstream-nonsense' || failure.kind === 'unsent') connection.retire();
  const code = connection.fault ?? failure.code;
  const isUnsent = failure.kind === 'unsent' && !wasSent;
  return { outcome: isUnsent ? notStarted(code) : unknown(code), answered: true };
}

function completed(call: UpstreamCall, result: JsonObject): UpstreamOutcome {
  const isError = call.kind === 'tool' && result['isError'] === true;
  return { outcome: isError ? 'failed' : 'succeeded', result };
}

/** Total: the call was made, whatever came of it. */
function boundResult(outcome: UpstreamOutcome, maxBytes: number): UpstreamOutcome {
  if ('error' in outcome && isDeeper(outcome.error, MAX_ANSWER_DEPTH)) return unknown('upstream-nonsense');
  if (!('result' in outcome)) return outcome;
  if (isDeeper(outcome.result, MAX_ANSWER_DEPTH)) return unknown('upstream-nonsense');
  const bytes = Buffer.byteLength(JSON.stringify(outcome.result));
  return bytes > maxBytes ? unknown('upstream-too-large') : outcome;
}

/** Nothing of the call was sent. */
export function notStarted(code: UpstreamFaultCode): UpstreamOutcome {
  return { outcome: 'not-started', code };
}

/** It may have been sent. */
export function unknown(code: UpstreamFaultCode): UpstreamOutcome {
  return { outcome: 'unknown', code };
}
