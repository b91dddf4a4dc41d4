// A passkey signs for the one operator who added it. Who may add and remove which, and that a signature's
// counter has moved on since the last one, is decided here; the signature itself the shell has verified.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Assertion, Passkey, Passkeys } from './passkey.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AddPasskey, RemovePasskey, Request, UsePasskey } from '../request.ts';
import { checkAdmin, checkProved, findOperator } from '../rules/identity.ts';
import type { Operator } from './registered.ts';
import type { OrgState, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

const MOST_PASSKEYS = 10;
/** A session that somebody else took over must not get a key of its own. */
const PROVED_WITHIN_SECONDS = 15 * 60;

export function decideAddPasskey(state: State, request: AddPasskey): Decision {
  const { passkey, actor } = request;
  const reasons = judgeVerb(state, request, ({ passkeys = {} }) => [
    ...checkProved(request, PROVED_WITHIN_SECONDS),
    ...checkUnknown(state.org, passkey),
    ...checkRoom(passkeys),
  ]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator: actor.id, passkey };
  return permit([recordOf(request, { stream: 'org', type: 'passkey-added', causes: [], body })]);
}

/** Their own, or a lost one of somebody else by an admin. */
export function decideRemovePasskey(state: State, request: RemovePasskey): Decision {
  const { operator, credential } = request;
  const holder = entryOf(state.org.operators, operator);
  const reasons = judgeVerb(state, request, (asker) => [
    ...(asker.id === operator ? [] : checkAdmin(asker)),
    ...checkKnown(holder, credential),
  ]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator, credential };
  return permit([recordOf(request, { stream: 'org', type: 'passkey-removed', causes: [], body })]);
}

/** Somebody signed in with it. There is nothing that policy could add: it says who they are, no more. */
export function decideUsePasskey(state: State, request: UsePasskey): Decision {
  const operator = findOperator(state, request);
  const reasons = isReason(operator) ? [operator] : checkAssertion(operator, request);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { credential, signCount } = request.assertion;
  const place = { stream: `operator/${request.actor.id}`, type: 'passkey-used', causes: [] } as const;
  return permit([recordOf(request, { ...place, body: { credential, signCount } })]);
}

/** A passkey's signature is by one of the operator's own, and after all that this one signed before. */
export function checkAssertion(
  operator: Operator,
  { assertion }: Request & { readonly assertion?: Pick<Assertion, 'credential' | 'signCount'> },
): Reason[] {
  if (assertion === undefined) return [];
  const { credential, signCount } = assertion;
  const unknown = checkKnown(operator, credential);
  if (unknown.length > 0) return unknown;
  const before = operator.passkeys![credential]!.signCount;
  if (signCount > before || (signCount === 0 && before === 0)) return [];
  const facts = { operator: operator.id, credential, signCount, before };
  const lift = 'Somebody may have a copy of this passkey: remove it, and sign with another.';
  return [because('approval', 'passkey-copied', facts, lift)];
}

/** The operators after a record about their passkeys; the same object where it is none. */
export function evolvePasskeys(operators: OrgState['operators'], event: Event): OrgState['operators'] {
  switch (event.type) {
    case 'passkey-added': {
      const { operator, passkey } = event.body;
      const kept = { ...passkey, addedAt: event.time, usedAt: null };
      return withPasskeys(operators, operator, (known) => ({ ...known, [passkey.id]: kept }));
    }
    case 'passkey-removed': {
      const { operator, credential } = event.body;
      return withPasskeys(operators, operator, ({ [credential]: _, ...others }) => others);
    }
    case 'passkey-used':
      return withUse(operators, event.actor.id, event.body, event.time);
    case 'approval-given':
    case 'hold-edited':
    case 'hold-rejected': {
      const { assertion, statement } = event.body;
      return assertion === undefined
        ? operators
        : withUse(operators, statement.operator, assertion, event.time);
    }
    default:
      return operators;
  }
}

function withUse(
  operators: OrgState['operators'],
  id: string,
  { credential, signCount }: Pick<Assertion, 'credential' | 'signCount'>,
  usedAt: number,
): OrgState['operators'] {
  return withPasskeys(operators, id, (known) => {
    const passkey = entryOf(known, credential);
    return passkey === null ? known : { ...known, [credential]: { ...passkey, signCount, usedAt } };
  });
}

function withPasskeys(
  operators: OrgState['operators'],
  id: string,
  change: (known: Passkeys) => Passkeys,
): OrgState['operators'] {
  const operator = entryOf(operators, id);
  if (operator === null) return operators;
  return { ...operators, [id]: { ...operator, passkeys: change(operator.passkeys ?? {}) } };
}

/** One passkey, and one key of it, is one person's: with two they would fill two places alone. */
function checkUnknown({ operators }: OrgState, { id, publicKey }: Passkey): Reason[] {
  const known = Object.values(operators).flatMap(({ passkeys = {} }) => Object.values(passkeys));
  if (!known.some((one) => one.id === id || one.publicKey === publicKey)) return [];
  const lift = 'Add another passkey: this one is registered already.';
  return [because('identity', 'already-exists', { claim: 'passkey' }, lift)];
}

function checkRoom(passkeys: Passkeys): Reason[] {
  const count = Object.keys(passkeys).length;
  if (count < MOST_PASSKEYS) return [];
  const facts = { passkeys: count, limit: MOST_PASSKEYS };
  return [because('identity', 'passkeys-exhausted', facts, 'Remove one that is not used any more.')];
}

function checkKnown(holder: Operator | null, credential: string): Reason[] {
  if (holder !== null && entryOf(holder.passkeys ?? {}, credential) !== null) return [];
  const lift = 'Name a passkey that the operator has: holdpoint operator passkeys ID.';
  return [because('approval', 'unknown-passkey', { credential }, lift)];
}
