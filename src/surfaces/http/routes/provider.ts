// A person whom the identity provider vouches for is the operator who is registered with that issuer and
// subject; the browser that comes back must be the one that went, and once.

import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { Core } from '../../../gateway/core.ts';
import type { Refused, SignInSecrets, Vouched } from '../../../gateway/ports/provider.ts';
import { provisionOperator } from '../../../gateway/verbs.ts';
import type { Operator } from '../../../kernel/org/registered.ts';
import type { Api, SignInWith } from '../api.ts';
import { API_PREFIX } from '../contract.ts';
import { PROVIDER_CALLBACK, type ProviderSignIn } from '../contract/browser.ts';
import { createCookie } from '../caller/cookie.ts';
import { Failure, granted } from '../failure.ts';
import { needOwnPage } from '../caller/locality.ts';
import { needNamed, relyingParty } from '../caller/relying-party.ts';
import { digest, keep, makeSecret } from '../caller/secret.ts';

const CALLBACK = `${API_PREFIX}${PROVIDER_CALLBACK}`;
/** How long a person may take at the provider. */
const BEGUN_SECONDS = 600;
const MOST_BEGUN = 1_000;

interface Begun {
  readonly secrets: SignInSecrets;
  readonly expiresAt: number;
}

const AGAIN = 'Sign in again from the console.';

/** For whoever has no session yet. */
export function routeProviderSignIn(app: Hono, { core, deps, browser }: Api): void {
  const { provider: signIn, listen } = deps;
  if (signIn === undefined) return;
  const begun = new Map<string, Begun>();
  const cookies = createCookie(listen, '-sign-in');
  app.post(`${API_PREFIX}/session/provider`, async (c) => {
    needOwnPage(c.req.raw, listen);
    const { origin } = needNamed(c.req.raw, listen);
    const answer = await signIn.provider.begin(`${origin}${CALLBACK}`);
    if ('refusal' in answer) throw refusalOf(core, signIn, answer);
    const cookie = makeSecret();
    const expiresAt = core.clock.now() + BEGUN_SECONDS * 1_000;
    keep(begun, digest(cookie), { secrets: answer.secrets, expiresAt }, MOST_BEGUN);
    c.header('set-cookie', cookies.write(c.req.raw, cookie, { seconds: BEGUN_SECONDS, sameSite: 'Lax' }));
    c.header('cache-control', 'no-store');
    const going: ProviderSignIn = { url: answer.url };
    return c.json(going, 200);
  });
  app.get(CALLBACK, async (c) => {
    const id = digest(cookies.read(c.req.raw) ?? '');
    const own = begun.get(id);
    begun.delete(id);
    const isLive = own !== undefined && core.clock.now() < own.expiresAt;
    const { code } = await finish(new URL(c.req.url).search, isLive ? own.secrets : null).then(
      (who) => browser.invite(who),
      (error: unknown) => {
        if (error instanceof Failure) return browser.inviteToHear(error);
        throw error;
      },
    );
    c.header('set-cookie', cookies.write(c.req.raw, '', { seconds: 0, sameSite: 'Lax' }));
    c.header('cache-control', 'no-store');
    c.header('referrer-policy', 'no-referrer');
    return c.redirect(`/sign-in#${code}`);
  });

  /** Throws `Failure`. */
  async function finish(search: string, secrets: SignInSecrets | null) {
    const over = 'this sign-in was begun in another browser, or is over';
    if (secrets === null) throw new Failure('unauthenticated', over, { help: AGAIN });
    const callback = new URL(`${relyingParty(listen).origin}${CALLBACK}${search}`);
    const answer = await signIn!.provider.finish(callback, secrets);
    if ('refusal' in answer) throw refusalOf(core, signIn!, answer);
    const { provedAt, roles, idToken } = answer.vouched;
    const { id } = await operatorFor(core, signIn!, answer.vouched);
    const counted = roles === null ? {} : { roles };
    return { operator: id, how: 'provider', provedAt, idToken, ...counted } as const;
  }
}

/** Throws `Failure`. */
async function operatorFor(core: Core, { provision }: SignInWith, vouched: Vouched): Promise<Operator> {
  const { issuer, subject } = vouched;
  const find = (): Operator | undefined =>
    Object.values(core.world.state(null).org.operators).find(
      ({ identity }) => identity?.issuer === issuer && identity.subject === subject,
    );
  const known = find();
  if (known !== undefined) return known;
  if (provision === null) {
    const whom = `--issuer ${issuer} --subject ${subject}`;
    const help = `An admin runs: holdpoint operator add ID --roles ROLES ${whom}`;
    throw new Failure('not-allowed', `nobody is registered here as ${subject} of ${issuer}`, { help });
  }
  const id = `op_${createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 16)}`;
  const named = { id, name: vouched.name ?? subject, identity: { issuer, subject } };
  granted(await provisionOperator(core, { ...named, roles: provision, publicKey: null }));
  return find()!;
}

function refusalOf(core: Core, { provider }: SignInWith, { refusal, code }: Refused): Failure {
  core.log.warn({ code, refusal }, 'nobody was signed in by the identity provider');
  const { name } = provider;
  switch (refusal) {
    case 'unusable':
      return new Failure('upstream-fault', `${name} cannot be asked now`, {
        help: 'The log of the daemon says why. An operator with a key runs: holdpoint console',
      });
    case 'refused-there':
      return new Failure('unauthenticated', `${name} did not sign you in`, { help: AGAIN });
    case 'not-for-us':
      return new Failure('unauthenticated', `what ${name} answered is not what was asked`, { help: AGAIN });
  }
}
