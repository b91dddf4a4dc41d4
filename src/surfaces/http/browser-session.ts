// A browser's session is made anew at each sign-in (no fixation), counts only with the page key that its own
// origin holds (cookies know no ports: RFC 6265 §8.5), and changes something only from a page of ours.

import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../gateway/ports.ts';
import { encodeBase64Url } from '../../ledger/base64.ts';
import { SESSION_SECONDS } from './contract.ts';
import { PAGE_HEADER, type How } from './contract-browser.ts';
import { Failure } from './failure.ts';

const CODE_MS = 60_000;
/** The oldest gives way. */
const MAX_CODES = 100;
const MAX_SESSIONS = 1_000;
const READS = ['GET', 'HEAD'];

export interface BrowserSession {
  readonly operator: string;
  readonly how: How;
  /** Unix milliseconds. */
  readonly provedAt: number;
  readonly expiresAt: number;
}

export interface Issued extends BrowserSession {
  /** Value of a `Set-Cookie`. */
  readonly cookie: string;
  readonly pageKey: string;
}

export interface BrowserSessions {
  /** A code that signs the operator in once, within a minute: they have just proved who they are. */
  invite(operator: string, how: How): { readonly code: string; readonly expiresAt: number };
  /** Throws `unauthenticated` for a code that is over; whatever session the browser had ends. */
  redeem(code: string, request: Request): Issued;
  /** A session for who has just proved who they are; whatever session the browser had ends. */
  issue(operator: string, how: How, request: Request): Issued;
  /**
   * Null where the request brings no cookie of a session that lives. Throws `unauthenticated` where it
   * brings one and no page key, `foreign-origin` for a change that no page of ours asks for.
   */
  find(request: Request): BrowserSession | null;
  /** Ends the session, if there is one; gives the value of a `Set-Cookie` that takes it away. */
  end(request: Request): string;
}

interface Kept extends BrowserSession {
  readonly pageKey: string;
}

/** Sessions are in memory: whoever restarts Holdpoint signs everybody out. */
export function createBrowserSessions(clock: Clock, listen: { readonly url: string }): BrowserSessions {
  const codes = new Map<
    string,
    { readonly operator: string; readonly how: How; readonly expiresAt: number }
  >();
  const sessions = new Map<string, Kept>();
  const name = (): string => `holdpoint-${new URL(listen.url).port || '80'}`;
  const idOf = (request: Request): string => digest(cookieOf(request, name()) ?? '');

  const issue: BrowserSessions['issue'] = (operator, how, request) => {
    sessions.delete(idOf(request));
    const provedAt = clock.now();
    const [cookie, pageKey] = [makeSecret(), makeSecret()];
    const session = { operator, how, provedAt, expiresAt: provedAt + SESSION_SECONDS * 1000 };
    keep(sessions, digest(cookie), { ...session, pageKey: digest(pageKey) }, MAX_SESSIONS);
    return { ...session, pageKey, cookie: setCookie(name(), cookie, SESSION_SECONDS) };
  };

  return {
    issue,
    invite(operator, how) {
      const code = makeSecret();
      const expiresAt = clock.now() + CODE_MS;
      keep(codes, digest(code), { operator, how, expiresAt }, MAX_CODES);
      return { code, expiresAt };
    },
    redeem(code, request) {
      const id = digest(code);
      const invited = codes.get(id);
      codes.delete(id);
      if (invited !== undefined && invited.expiresAt > clock.now()) {
        return issue(invited.operator, invited.how, request);
      }
      const help = 'It counts once, for a minute. Ask for another: holdpoint console';
      throw new Failure('unauthenticated', 'this sign-in link is over', { help });
    },
    find(request) {
      const id = idOf(request);
      const session = sessions.get(id);
      if (session === undefined) return null;
      if (session.expiresAt <= clock.now()) {
        sessions.delete(id);
        return null;
      }
      if (digest(request.headers.get(PAGE_HEADER) ?? '') !== session.pageKey) {
        throw new Failure('unauthenticated', 'the request comes from no page that signed in');
      }
      if (!READS.includes(request.method)) needOwnPage(request);
      const { pageKey: _, ...known } = session;
      return known;
    },
    end(request) {
      sessions.delete(idOf(request));
      return setCookie(name(), '', 0);
    },
  };
}

/** Throws `foreign-origin` unless a page from this very address asks: no other site, and no program. */
export function needOwnPage(request: Request): void {
  const { headers } = request;
  const host = headers.get('host') ?? new URL(request.url).host;
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  if (headers.get('origin') === `http://${host}` && site === 'same-origin') return;
  throw new Failure('foreign-origin', 'only a page of the console may ask for this');
}

function makeSecret(): string {
  return encodeBase64Url(randomBytes(32));
}

/** Secrets are kept and compared as digests, so that no time tells how near a guess came. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
}
