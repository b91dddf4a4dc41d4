// Passkeys: what was signed with one is verified here, on this moment's ledger and this very page's address,
// before anything is decided about it.

import type { Principal } from '../kernel/event.ts';
import type { Statement } from '../kernel/hold/statement.ts';
import { entryOf } from '../kernel/lookup.ts';
import type { Assertion, Passkey } from '../kernel/org/passkey.ts';
import { challengeOf, originOf, signCountOf, verifyAssertion } from '../ledger/assertion.ts';
import type { Core } from './core.ts';
import { ask, concealWords, requestId, toAnswer, type Answer } from './verbs.ts';
import { reveal } from './views.ts';

/** As a browser gives it; texts of bytes are base64url. */
export type GivenAssertion = Omit<Assertion, 'signCount'>;

export interface PasskeyProof {
  readonly assertion: GivenAssertion;
  readonly signature: string;
  /** Address of the page that must have asked for it. */
  readonly origin: string;
}

/** @param name what its operator calls it: kept encrypted, recorded as a commitment; null: nobody said */
export async function addPasskey(
  core: Core,
  actor: Principal,
  { name, ...passkey }: Omit<Passkey, 'name'> & { readonly name: string | null },
): Promise<Answer> {
  const request = { kind: 'add-passkey', id: requestId(core), actor } as const;
  if (name === null) return toAnswer(core, await ask(core, { ...request, passkey }));
  const { commitment, extras } = await concealWords(core, actor.id, name);
  return toAnswer(core, await ask(core, { ...request, passkey: { ...passkey, name: commitment } }, extras));
}

/** Those of an operator, with what they are called where that is not erased; null: there is no such one. */
export async function listPasskeys(core: Core, id: string) {
  const operator = entryOf(core.world.state(null).org.operators, id);
  if (operator === null) return null;
  const named = Object.values(operator.passkeys ?? {}).map(async ({ name, ...one }) => ({
    ...one,
    name: name === undefined ? null : await reveal(core, name, `operator/${id}`),
  }));
  return Promise.all(named);
}

export async function removePasskey(
  core: Core,
  actor: Principal,
  removed: { readonly operator: string; readonly credential: string },
): Promise<Answer> {
  const request = { kind: 'remove-passkey', id: requestId(core), actor, ...removed } as const;
  return toAnswer(core, await ask(core, request));
}

/** The operator whose passkey signed the challenge, once that is recorded; null: nobody's did. */
export async function signInWithPasskey(
  core: Core,
  proof: PasskeyProof,
  challenge: Uint8Array,
): Promise<{ readonly operator: string; readonly answer: Answer } | null> {
  const { operators } = core.world.state(null).org;
  const { credential } = proof.assertion;
  const holder = Object.values(operators).find(({ passkeys = {} }) => Object.hasOwn(passkeys, credential));
  // What nobody signed is not recorded: strangers could fill the ledger with it.
  if (holder === undefined || !isSignedBy(core, holder.id, proof, challenge)) return null;
  const actor = { kind: 'operator', id: holder.id } as const;
  const { signCount } = withCount(proof.assertion);
  const assertion = { credential, signCount };
  const recorded = await ask(core, { kind: 'use-passkey', id: requestId(core), actor, assertion });
  return { operator: holder.id, answer: toAnswer(core, recorded) };
}

/** Whether one of the operator's passkeys signed the statement. */
export function isStatementSigned(core: Core, statement: Statement, proof: PasskeyProof): boolean {
  return isSignedBy(core, statement.operator, proof, challengeOf(core.crypto, statement));
}

/** With the counter that it says; data that say none verify nowhere. */
export function withCount(assertion: GivenAssertion): Assertion {
  return { ...assertion, signCount: signCountOf(assertion.authenticatorData) ?? 0 };
}

function isSignedBy(core: Core, operator: string, proof: PasskeyProof, challenge: Uint8Array): boolean {
  const { assertion, signature, origin } = proof;
  const { operators } = core.world.state(null).org;
  const passkey = entryOf(entryOf(operators, operator)?.passkeys ?? {}, assertion.credential);
  if (passkey === null || originOf(assertion.clientDataJSON) !== origin) return false;
  return verifyAssertion(core.crypto, passkey, { assertion: withCount(assertion), signature, challenge });
}
