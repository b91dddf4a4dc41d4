// People's passkeys: registered, listed, removed, and asked to sign. A browser makes and uses them under the
// console's own name only, as no address may own one.

import type { Hono } from 'hono';
import { addPasskey, listPasskeys, removePasskey, signInWithPasskey } from '../../../gateway/passkeys.ts';
import { decodeBase64Url, encodeBase64Url } from '../../../ledger/base64.ts';
import { challengeOf } from '../../../ledger/assertion.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { createChallenges } from '../caller/challenges.ts';
import { API_PREFIX, statementSchema } from '../contract.ts';
import type { BrowserSignIn } from '../contract/browser.ts';
import {
  passkeyRequest,
  passkeySignIn,
  passkeyView,
  removePasskeyRequest,
  type PasskeyAsk,
} from '../contract/passkey.ts';
import { Failure, granted, notFound } from '../failure.ts';
import { needOwnPage } from '../caller/locality.ts';
import { needNamed, relyingParty } from '../caller/relying-party.ts';

const SIGN_IN = 'sign-in';

/** For whoever has no session yet. */
export function routePasskeySignIn(app: Hono, { core, deps, browser }: Api): void {
  const challenges = createChallenges(core.clock);
  app.post(`${API_PREFIX}/session/passkey/challenge`, (c) => {
    needOwnPage(c.req.raw, deps.listen);
    const { rpId } = needNamed(c.req.raw, deps.listen);
    const { challenge } = challenges.make(SIGN_IN);
    return c.json(askFor(challenge, rpId, []));
  });
  app.post(`${API_PREFIX}/session/passkey`, async (c) => {
    needOwnPage(c.req.raw, deps.listen);
    const { challenge, ...proof } = await readJson(c.req.raw, passkeySignIn);
    const { origin } = relyingParty(deps.listen);
    const isMade = challenges.take(challenge, SIGN_IN);
    const bytes = decodeBase64Url(challenge);
    const signed = isMade && bytes ? await signInWithPasskey(core, { ...proof, origin }, bytes) : null;
    if (signed === null) throw new Failure('unauthenticated', 'nobody here has signed in with that passkey');
    granted(signed.answer);
    const { cookie, operator, pageKey, expiresAt } = browser.issue(
      { operator: signed.operator, how: 'passkey' },
      c.req.raw,
    );
    c.header('set-cookie', cookie);
    c.header('cache-control', 'no-store');
    const signedIn: BrowserSignIn = { operator, pageKey, expiresAt };
    return c.json(signedIn);
  });
}

export function routePasskeys(router: ApiRouter, { core, deps }: Api): void {
  const challenges = createChallenges(core.clock);
  const passkeysOf = async (operator: string) => (await listPasskeys(core, operator)) ?? [];
  router.get('/operators/:id/passkeys', async (c) => {
    needReader(c.get('caller'));
    const passkeys = await listPasskeys(core, c.req.param('id'));
    if (passkeys === null) throw notFound(`operator: ${c.req.param('id')}`);
    return c.json({ passkeys: passkeys.map((one) => passkeyView.parse(one)) });
  });
  router.post('/passkeys/registration', async (c) => {
    const { id: operator } = needOperator(c.get('caller'));
    const { rpId } = needNamed(c.req.raw, deps.listen);
    const { challenge } = challenges.make(operator);
    const known = (await passkeysOf(operator)).map(({ id }) => id);
    return c.json(await deps.passkeys.options({ challenge, rpId, operator, known }));
  });
  router.post('/passkeys', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { challenge, name = null, response } = await readJson(c.req.raw, passkeyRequest);
    const isMade = challenges.take(challenge, actor.id);
    const party = { ...relyingParty(deps.listen), challenge };
    const passkey = isMade ? await deps.passkeys.verify(response, party) : null;
    if (passkey === null) throw new Failure('malformed', 'response: is no passkey registered here just now');
    return c.json(granted(await addPasskey(core, actor, { ...passkey, name })), 201);
  });
  router.post('/operators/:id/passkeys/remove', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { credential } = await readJson(c.req.raw, removePasskeyRequest);
    return c.json(granted(await removePasskey(core, actor, { operator: c.req.param('id'), credential })));
  });
  router.post('/passkeys/assertion', async (c) => {
    const { id } = needOperator(c.get('caller'));
    const { rpId } = needNamed(c.req.raw, deps.listen);
    const statement = await readJson(c.req.raw, statementSchema);
    const challenge = encodeBase64Url(challengeOf(core.crypto, statement));
    return c.json(askFor(challenge, rpId, await passkeysOf(id)));
  });
}

function askFor(challenge: string, rpId: string, passkeys: readonly { readonly id: string }[]): PasskeyAsk {
  const allowCredentials = passkeys.map(({ id }) => ({ id, type: 'public-key' as const }));
  return { challenge, rpId, allowCredentials, userVerification: 'required' };
}
