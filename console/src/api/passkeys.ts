// What a passkey signs is made by the daemon, and compared here with what is shown before it is passed on. A
// browser has passkeys for names only, so they work under the console's own name and not under an address.

import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { BrowserSignIn } from '../../../src/surfaces/http/contract/browser.ts';
import type { HoldDetail, Statement } from '../../../src/surfaces/http/contract.ts';
import { ApiFailure, postJson } from './client.ts';
import { draftOf, HoldMoved, requireAbout, type Decided } from './decisions.ts';

/** @param name what its person calls it; empty: nothing */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = await postJson<PublicKeyCredentialCreationOptionsJSON>('/passkeys/registration', {});
  const response = await startRegistration({ optionsJSON });
  const said = name === '' ? {} : { name };
  await postJson('/passkeys', { challenge: optionsJSON.challenge, response, ...said });
}

export async function removePasskey(operator: string, credential: string): Promise<void> {
  await postJson(`/operators/${encodeURIComponent(operator)}/passkeys/remove`, { credential });
}

export async function signInWithPasskey(): Promise<BrowserSignIn> {
  const asked = await postJson<PublicKeyCredentialRequestOptionsJSON>('/session/passkey/challenge', {});
  return postJson('/session/passkey', { challenge: asked.challenge, ...(await sign(asked)) });
}

/** Throws `HoldMoved` where it is not any more what was looked at. */
export async function decideWithPasskey(hold: HoldDetail, decided: Decided): Promise<void> {
  const path = `/holds/${encodeURIComponent(hold.id)}`;
  const statement = await postJson<Statement>(`${path}/statement`, draftOf(hold, decided));
  requireAbout(statement, hold, decided);
  const asked = await postJson<PublicKeyCredentialRequestOptionsJSON>('/passkeys/assertion', statement);
  const { reason, edit } = decided;
  const said = { reason, ...(edit === undefined ? {} : { edit }) };
  try {
    await postJson(`${path}/decision`, { statement, ...said, ...(await sign(asked)) });
  } catch (error) {
    const reasons = error instanceof ApiFailure ? (error.details?.reasons ?? []) : [];
    throw reasons.some(({ code }) => code === 'shown-changed') ? new HoldMoved() : error;
  }
}

async function sign(optionsJSON: PublicKeyCredentialRequestOptionsJSON) {
  const { id: credential, response } = await startAuthentication({ optionsJSON });
  const { authenticatorData, clientDataJSON, signature } = response;
  return { assertion: { credential, authenticatorData, clientDataJSON }, signature };
}
