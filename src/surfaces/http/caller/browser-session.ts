// A browser's session is made anew at each sign-in (no fixation), counts only with the page key that its own
// origin holds (cookies know no ports: RFC 6265 §8.5), and changes something only from a page of ours.

import type { Clock } from '../../../gateway/ports.ts';
import { SESSION_SECONDS } from '../contract.ts';
import { PAGE_HEADER, UNATTENDED_HEADER, type How } from '../contract/browser.ts';
import { createCookie } from './cookie.ts';
import { Failure } from '../failure.ts';
import { needOwnPage, type Listening } from './locality.ts';
import { digest, keep, makeSecret } from './secret.ts';

const CODE_MS = 60_000;
const IDLE_SECONDS = 3_600;
const MAX_CODES = 100;
const MAX_SESSIONS = 1_000;
const READS = ['GET', 'HEAD'];

/** Who signed in, and as what. */
export interface SignedIn {
  readonly operator: string;
  readonly how: How;
  /** When they proved who they are, Unix milliseconds; absent: just now. */
  readonly provedAt?: number;
  /** Of their roles those alone that count; absent: all. */
  readonly roles?: readonly string[];
  /** Names the session at the identity provider. */
  readonly idToken?: string;
}

export interface BrowserSession extends SignedIn {
  readonly provedAt: number;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface Issued extends BrowserSession {
  /** Value of a `Set-Cookie`. */
  readonly cookie: string;
  readonly pageKey: string;
}

export interface BrowserSessions {
  /** A code that signs the operator in once, within a minute: they have just proved who they are. */
  invite(who: SignedIn): { readonly code: string; readonly expiresAt: number };
  /** A code that says once why nobody is signed in. */
  inviteToHear(why: Failure): { readonly code: string };
  /** Throws `unauthenticated` for a code that is over; whatever session the browser had ends. */
  redeem(code: string, request: Request): Issued;
  /** A session for who has just proved who they are; whatever session the browser had ends. */
  issue(who: SignedIn, request: Request): Issued;
  /**
   * Null where the request brings no cookie of a session that lives. Throws `unauthenticated` where it
   * brings one and no page key, `foreign-origin` for a change that no page of ours asks for.
   *
   * @param isUse whether the session counts as used by it, unless the page says that nobody is at it
   */
  find(request: Request, isUse?: boolean): BrowserSession | null;
  /** Ends the session, if there is one; gives the value of a `Set-Cookie` that takes it away. */
  end(request: Request): { readonly cookie: string; readonly ended: BrowserSession | null };
}

export interface SessionLife {
  readonly sessionSeconds: number;
  /** How long it lives while nothing is asked. */
  readonly idleSeconds: number;
}

interface Kept {
  readonly session: BrowserSession;
  readonly pageKey: string;
  usedAt: number;
}

/** Sessions are in memory: whoever restarts Holdpoint signs everybody out. */
export function createBrowserSessions(
  clock: Clock,
  listen: Listening,
  life: SessionLife = { sessionSeconds: SESSION_SECONDS, idleSeconds: IDLE_SECONDS },
): BrowserSessions {
  const codes = createInvitations(clock);
  const sessions = new Map<string, Kept>();
  const cookies = createCookie(listen, '');
  const idOf = (request: Request): string => digest(cookies.read(request) ?? '');
  const issue: BrowserSessions['issue'] = (who, request) => {
    sessions.delete(idOf(request));
    const now = clock.now();
    const [cookie, pageKey] = [makeSecret(), makeSecret()];
    const session = { provedAt: now, ...who, expiresAt: now + life.sessionSeconds * 1000 };
    keep(sessions, digest(cookie), { session, pageKey: digest(pageKey), usedAt: now }, MAX_SESSIONS);
    const options = { seconds: life.sessionSeconds, sameSite: 'Strict' } as const;
    return { ...session, pageKey, cookie: cookies.write(request, cookie, options) };
  };

  const living = (request: Request): Kept | null => {
    const id = idOf(request);
    const kept = sessions.get(id);
    if (kept === undefined) return null;
    const now = clock.now();
    if (now < kept.session.expiresAt && now - kept.usedAt < life.idleSeconds * 1000) return kept;
    sessions.delete(id);
    return null;
  };

  return {
    issue,
    invite: (who) => codes.make({ who }),
    inviteToHear: (why) => codes.make({ why }),
    redeem: (code, request) => issue(codes.take(code), request),
    find(request, isUse = true) {
      const kept = living(request);
      if (kept === null) return null;
      if (digest(request.headers.get(PAGE_HEADER) ?? '') !== kept.pageKey) {
        throw new Failure('unauthenticated', 'the request comes from no page that signed in');
      }
      if (!READS.includes(request.method)) needOwnPage(request, listen);
      if (isUse && !request.headers.has(UNATTENDED_HEADER)) kept.usedAt = clock.now();
      return kept.session;
    },
    end(request) {
      const ended = living(request)?.session ?? null;
      sessions.delete(idOf(request));
      return { cookie: cookies.write(request, '', { seconds: 0, sameSite: 'Strict' }), ended };
    },
  };
}

type Invitation = { readonly who: SignedIn } | { readonly why: Failure };

/** Codes that count once, for a minute. */
function createInvitations(clock: Clock) {
  const codes = new Map<string, Invitation & { readonly expiresAt: number }>();
  return {
    make(invitation: Invitation) {
      const code = makeSecret();
      const expiresAt = clock.now() + CODE_MS;
      keep(codes, digest(code), { ...invitation, expiresAt }, MAX_CODES);
      return { code, expiresAt };
    },
    /** Throws `Failure`. */
    take(code: string): SignedIn {
      const id = digest(code);
      const invited = codes.get(id);
      codes.delete(id);
      if (invited === undefined || invited.expiresAt <= clock.now()) {
        const help = 'It counts once, for a minute. Ask for another: holdpoint console';
        throw new Failure('unauthenticated', 'this sign-in link is over', { help });
      }
      if ('why' in invited) throw invited.why;
      return invited.who;
    },
  };
}
