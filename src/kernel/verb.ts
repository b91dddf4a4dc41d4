// What an operator asks of the organisation passes the structural rules first and its policy always.

import type { JsonObject } from './json.ts';
import { entryOf } from './lookup.ts';
import { operatorPrincipal } from './principal.ts';
import { isReason } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Request } from './request.ts';
import { findOperator } from './rules/identity.ts';
import { checkVerb } from './rules/policy.ts';
import type { Operator } from './org/registered.ts';
import type { State } from './state.ts';

/** Whoever may do the one may do the other: policy knows them by one verb. */
const COVERED_BY: { readonly [kind in Request['kind']]?: string } = {
  'change-operator-roles': 'add-operator',
  'limit-operator': 'add-operator',
  'change-agent-model': 'register-agent',
  'change-agent-allowance': 'register-agent',
  'limit-agent-holds': 'register-agent',
  'declare-clearances': 'declare-destinations',
  'propose-fact': 'propose-policy',
  'drop-fact': 'propose-policy',
  'search-access': 'evaluate-access',
  'request-access': 'evaluate-access',
  'use-idempotency-key': 'evaluate-access',
  'watch-access': 'evaluate-access',
};

/** The verb by which policy is asked about a request. */
export function verbFor(kind: string): string {
  return entryOf<string>(COVERED_BY, kind) ?? kind;
}

/**
 * Everything that stands in the way. Policy is asked even where a rule of `rules` refuses, so that every
 * reason is given at once; an actor who is no operator hears that alone. `context` is what the verb adds to
 * what policy sees of every other one.
 */
export function judgeVerb(
  state: State,
  request: Request,
  rules: (operator: Operator) => readonly Reason[] = () => [],
  verb: string = verbFor(request.kind),
  context: JsonObject = {},
): readonly Reason[] {
  const operator = findOperator(state, request);
  if (isReason(operator)) return [operator];
  return [...rules(operator), ...checkVerb(state, request, operatorPrincipal(operator), verb, context)];
}
