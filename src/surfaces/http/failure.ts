// Every refusal of the API has one shape and one status, and says no more than its code and words: never a
// stack.

import { wordEnd } from '../../gateway/hold/end.ts';
import type { Answer, Invalid } from '../../gateway/verbs.ts';
import { Overloaded } from '../../gateway/loop/queue.ts';
import { CredentialFault, StoreFault, UpstreamFault } from '../../gateway/ports.ts';
import { LedgerFormatError } from '../../ledger/format-error.ts';
import type { ApiError, ErrorCode } from './contract.ts';

const STATUS: { readonly [code in ErrorCode]: number } = {
  malformed: 400,
  invalid: 400,
  unauthenticated: 401,
  'not-allowed': 403,
  denied: 403,
  'foreign-origin': 403,
  'foreign-host': 403,
  'not-found': 404,
  'too-large': 413,
  'wrong-content-type': 415,
  internal: 500,
  'upstream-fault': 502,
  'credential-fault': 502,
  'store-fault': 503,
  overloaded: 503,
  'too-many-requests': 429,
};

const RETRY_AFTER_SECONDS = 1;

/** A request that goes no further; caught by the surface and answered. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly details: Partial<ApiError>;
  constructor(code: ErrorCode, message: string, details: Partial<ApiError> = {}) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }
}

/** Where the names are of what somebody asks for. */
const LISTS: { readonly [kind: string]: string } = {
  task: 'See: holdpoint task list',
  record: 'The ids of records are in: holdpoint trace TASK, holdpoint decision list',
  hold: 'See: holdpoint hold list, holdpoint hold history',
  operator: 'See: holdpoint operator list',
  agent: 'See: holdpoint agent list',
  connector: 'See: holdpoint connector list',
  tool: 'See: holdpoint connector list, holdpoint connector show CONNECTOR',
  lease: 'See: holdpoint lease list, holdpoint lease history',
  workflow: 'See: holdpoint workflow list',
  channel: 'See: holdpoint channels',
};

/** @param what a kind of thing, alone or as `kind: name` */
export function notFound(what: string, help = LISTS[what.split(':', 1)[0]!]): Failure {
  return new Failure('not-found', `no such ${what}`, help === undefined ? {} : { help });
}

/** Nothing that bears so many cosignatures; who asks again may find it. */
export function notCosigned(which: string): Failure {
  const help = 'Ask again shortly; how the witnesses do says: holdpoint status';
  return notFound(`checkpoint: none ${which}has enough cosignatures`, help);
}

export function toResponse(error: unknown): Response {
  const { code, message, details } = toFailure(error);
  const headers = new Headers();
  const retryAfter = details.retryAfterSeconds ?? (code === 'overloaded' ? RETRY_AFTER_SECONDS : null);
  if (retryAfter !== null) headers.set('retry-after', String(retryAfter));
  if (code === 'unauthenticated') headers.set('www-authenticate', 'Bearer realm="holdpoint"');
  return Response.json({ error: { code, message, ...details } }, { status: STATUS[code], headers });
}

/** The same fault for whoever may not know where the ledger lies: its code, and none of its words. */
export function withoutPlace(error: unknown): unknown {
  if (!(error instanceof StoreFault)) return error;
  const help = 'Nothing was decided. An operator runs: holdpoint doctor';
  return new Failure('store-fault', 'the ledger cannot be asked now', { fault: error.code, help });
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Overloaded)
    return new Failure('overloaded', error.message, { help: 'Try again shortly.' });
  if (error instanceof StoreFault) {
    const help = 'Nothing was decided. See: holdpoint doctor';
    return new Failure('store-fault', error.message, { fault: error.code, help });
  }
  if (error instanceof UpstreamFault && error.problems.length > 0) {
    const problems = error.problems.map(({ file: source, line, column, path, message, help }) => {
      const said = path === '' ? message : `${path} ${message}`;
      return { severity: 'error' as const, source, line, column, message: said, help };
    });
    return new Failure('invalid', error.message, { fault: error.code, problems });
  }
  if (error instanceof UpstreamFault) {
    const help = 'Set that right, then add or refresh it once more. The log of the daemon says more.';
    return new Failure('upstream-fault', error.message, { fault: error.code, help });
  }
  if (error instanceof CredentialFault) {
    return new Failure('credential-fault', error.message, { fault: error.code });
  }
  if (error instanceof LedgerFormatError)
    return new Failure('malformed', error.message, { fault: error.code });
  return new Failure('internal', 'Holdpoint failed; its log says where');
}

/**
 * Passes on what was granted. A denial says exactly why: whoever asks here is an operator or acts for
 * itself.
 */
export function granted<Given extends Answer>(answer: Given | Invalid): Given {
  if (answer.verdict === 'invalid') {
    const { problems } = answer;
    throw new Failure('invalid', 'the file does not hold; nothing was asked', { problems: [...problems] });
  }
  if (answer.verdict !== 'deny') return answer;
  const { reasons, receipt } = answer;
  const [first] = reasons;
  const details = first === undefined ? {} : { help: first.lift };
  const ended = wordEnd(reasons);
  const codes = reasons.map(({ code }) => code).join(', ');
  throw new Failure('denied', `denied: ${codes}${ended === null ? '' : ` (${ended})`}`, {
    ...details,
    reasons: reasons.map((reason) => ({ ...reason })),
    receipt,
  });
}
