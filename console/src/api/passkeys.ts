// What a passkey signs is made by the daemon, and compared here with what is shown before it is passed on. A
// browser has passkeys for names only, so they work under the console's own name and not under an address.

import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { BrowserSignIn } from '../../../src/surfaces/http/contract-browser.ts';
import type { HoldDetail } from '../../../src/surfaces/http/contract.ts';
import { postJson } from './client.ts';

export async function addPasskey(): Promise<void> {
  const optionsJSON = await postJson<PublicKeyCredentialCreationOptionsJSON>('/passkeys/registration', {});
  const response = await startRegistration({ optionsJSON });
  await postJson('/passkeys', { challenge: optionsJSON.challenge, response });
}

export async function removePasskey(operator: string, credential: string): Promise<void> {
  await postJson(`/operators/${encodeURIComponent(operator)}/passkeys/remove`, { credential });
}

export async function signInWithPasskey(): Promise<BrowserSignIn> {
  const asked = await postJson<PublicKeyCredentialRequestOptionsJSON>('/session/passkey/challenge', {});
  return postJson('/session/passkey', { challenge: asked.challenge, ...(await sign(asked)) });
}

export interface Decided {
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
}

export async function decideWithPasskey(hold: HoldDetail, { verdict, reason }: Decided): Promise<void> {
  const { id, task } = hold;
  const statement = await postJson<object>(`/holds/${id}/statement`, { task, verdict, reason });
  if (!isAbout(statement, hold)) throw new Error('The hold has changed: look at it again.');
  const asked = await postJson<PublicKeyCredentialRequestOptionsJSON>('/passkeys/assertion', statement);
  await postJson(`/holds/${id}/decision`, { statement, reason, ...(await sign(asked)) });
}

/** What is signed is what the person has before them, and asks no more than they were shown. */
function isAbout(statement: object, { id, digest, asks }: HoldDetail): boolean {
  const said = statement as { hold?: string; digest?: string; policies?: readonly string[] };
  const shown = asks.map(({ policyDigest }) => policyDigest);
  return (
    said.hold === id && said.digest === digest && (said.policies ?? []).every((one) => shown.includes(one))
  );
}

async function sign(optionsJSON: PublicKeyCredentialRequestOptionsJSON) {
  const { id: credential, response } = await startAuthentication({ optionsJSON });
  const { authenticatorData, clientDataJSON, signature } = response;
  return { assertion: { credential, authenticatorData, clientDataJSON }, signature };
}

/** Why it did not work, in words: the browser says one thing for all that a person may have done. */
export function explain(error: unknown): string {
  if (error instanceof Error && error.name === 'NotAllowedError')
    return 'Your device gave no signature: you cancelled, took too long, or have no passkey for this here.';
  return error instanceof Error ? error.message : 'It did not work.';
}
