// Every way a request can go wrong has one meaning here, and when in doubt the request may have arrived.

import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { UpstreamFaultCode } from '../../../gateway/ports.ts';
import { madeUpIn } from './nonsense.ts';

/** What became of a request that brought no result. */
export type Failure =
  /** The server's own JSON-RPC error. */
  | { readonly kind: 'refused'; readonly error: ProtocolError }
  /** Nothing of it was sent. */
  | { readonly kind: 'unsent'; readonly code: UpstreamFaultCode }
  | { readonly kind: 'lost'; readonly code: UpstreamFaultCode };

/** No connection came about (Node's and undici's codes). */
const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** An HTTP server that answers so says that it did nothing with the request: but it had it. */
const TURNED_AWAY = new Set([401, 403, 404, 405, 429]);

/** Reads what the SDK, the transports or the platform threw at a request. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProtocolError) {
    const madeUp = madeUpIn(error.data);
    if (madeUp === null) return { kind: 'refused', error };
    return { kind: 'lost', code: madeUp === 'ended' ? 'upstream-closed' : 'upstream-nonsense' };
  }
  if (error instanceof UpstreamFault) {
    return { kind: error.code === 'upstream-unreachable' ? 'unsent' : 'lost', code: error.code };
  }
  if (error instanceof SdkHttpError) {
    if (TURNED_AWAY.has(error.status)) return { kind: 'lost', code: 'upstream-unreachable' };
    return { kind: 'lost', code: 'upstream-nonsense' };
  }
  if (error instanceof SdkError) return sdkFailureOf(error);
  if (error instanceof TypeError) return networkFailureOf(error);
  return { kind: 'lost', code: 'upstream-nonsense' };
}

function sdkFailureOf(error: SdkError): Failure {
  switch (error.code) {
    case SdkErrorCode.NotConnected:
      return { kind: 'unsent', code: 'upstream-unreachable' };
    case SdkErrorCode.ConnectionClosed:
      return { kind: 'lost', code: 'upstream-closed' };
    case SdkErrorCode.RequestTimeout:
      return { kind: 'lost', code: 'upstream-timeout' };
    default:
      return { kind: 'lost', code: 'upstream-nonsense' };
  }
}

/** `fetch` throws a TypeError whose cause says what happened (WHATWG Fetch, as undici does it). */
function networkFailureOf({ cause }: TypeError): Failure {
  const { code, syscall } = { code: '', syscall: '', ...(cause as object) };
  // An open connection can lose its way too, with the request on it.
  const wasOpen = syscall === 'read' || syscall === 'write';
  if (!wasOpen && UNCONNECTED.has(code)) return { kind: 'unsent', code: 'upstream-unreachable' };
  return { kind: 'lost', code: 'upstream-closed' };
}

/** The fault for a failure outside a call, where only the code matters. Says nothing of what was thrown. */
export function faultOf(error: unknown, doing: string): UpstreamFault {
  if (error instanceof UpstreamFault) return error;
  const failure = failureOf(error);
  const code = failure.kind === 'refused' ? 'upstream-nonsense' : failure.code;
  return new UpstreamFault(code, `${doing} failed`);
}
