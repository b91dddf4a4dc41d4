// Who calls is proved by one bearer token or a browser's session, and what it may ask for here follows from
// its kind alone; whether it is granted is the kernel's decision.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Asker } from '../../../gateway/asker.ts';
import type { Core } from '../../../gateway/core.ts';
import { codeOf } from '../../../gateway/fault.ts';
import type { TokenVerifier, VerifiedToken } from '../../../gateway/ports.ts';
import type { Principal } from '../../../kernel/event.ts';
import type { BrowserSessions, SignedIn } from './browser-session.ts';
import { Failure } from '../failure.ts';

export type Caller =
  /** Somebody who can read this user's files: reads everything and signs in, no more. */
  | { readonly kind: 'local' }
  | { readonly kind: 'operator'; readonly principal: Asker }
  | { readonly kind: 'agent'; readonly principal: Principal }
  /** The agent of one task. */
  | { readonly kind: 'task'; readonly principal: Principal; readonly task: string };

/** Of a session, with fewer roles than the operator has. */
type Proven = VerifiedToken & Pick<SignedIn, 'roles'>;

interface Identities {
  readonly verifier: TokenVerifier;
  readonly localToken: string;
  readonly browser: Pick<BrowserSessions, 'find'>;
}

/**
 * Who calls, as the ledger knows them at this moment: what another replica has just recorded is taken in
 * first, of its people too. Throws `unauthenticated`.
 */
export async function identify(core: Core, request: Request, by: Identities): Promise<Caller> {
  const token = await authenticate(request, by);
  await learn(core);
  const caller = token === 'local' ? { kind: token } : callerOf(core, token);
  if (caller === null) throw refusal('nobody here goes by that token');
  return caller;
}

async function authenticate(
  request: Request,
  { verifier, localToken, browser }: Identities,
): Promise<Proven | 'local'> {
  const session = request.headers.has('authorization') ? null : browser.find(request);
  if (session !== null) {
    const { operator: subject, provedAt, expiresAt, roles } = session;
    const token = { use: 'operator', issuer: 'browser', subject, task: null, expiresAt, provedAt } as const;
    return roles === undefined ? token : { ...token, roles };
  }
  const [, token] = /^Bearer ([^\s]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) throw refusal('no bearer token');
  if (isSame(token, localToken)) return 'local';
  const verified = await verifier.verify(token);
  if ('refusal' in verified) throw refusal(verified.refusal);
  return verified.token;
}

/** Where the ledger cannot be asked, what is known of it has to do. */
async function learn(core: Core): Promise<void> {
  if (core.store.peers === null) return;
  await core.catchUp().catch((error: unknown) => {
    core.log.warn({ code: codeOf(error) }, 'a request is answered without what other replicas recorded last');
  });
}

function callerOf(core: Core, token: Proven): Caller | null {
  const { use, issuer, subject, task } = token;
  const { operators, agents } = core.world.state(null).org;
  const isBearer = (one: { identity: { issuer: string; subject: string } | null }): boolean =>
    one.identity?.issuer === issuer && one.identity.subject === subject;
  switch (use) {
    case 'task':
      return task === null ? null : { kind: 'task', principal: { kind: 'agent', id: subject }, task };
    case 'operator':
      return Object.hasOwn(operators, subject) ? operator(subject, token) : null;
    case 'agent':
      return Object.hasOwn(agents, subject) ? agent(subject) : null;
    case 'external': {
      const person = Object.values(operators).find(isBearer);
      if (person !== undefined) return operator(person.id, token);
      const workload = Object.values(agents).find(isBearer);
      return workload === undefined ? null : agent(workload.id);
    }
  }
}

/** Throws `not-allowed` unless an operator calls. */
export function needOperator(caller: Caller): Asker {
  if (caller.kind === 'operator') return caller.principal;
  throw new Failure('not-allowed', 'only an operator who signed in may ask for this', {
    help: 'Sign in: holdpoint login',
  });
}

/** Throws `not-allowed` unless an operator or somebody with local access calls. */
export function needReader(caller: Caller): void {
  if (caller.kind !== 'local') needOperator(caller);
}

function operator(id: string, { provedAt, roles }: Proven): Caller {
  const proved = provedAt === undefined ? {} : { provedAt };
  const principal = { kind: 'operator', id, ...proved, ...(roles === undefined ? {} : { roles }) } as const;
  return { kind: 'operator', principal };
}

function agent(id: string): Caller {
  return { kind: 'agent', principal: { kind: 'agent', id } };
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

function refusal(why: string): Failure {
  return new Failure('unauthenticated', `the request is not authenticated: ${why}`);
}
