// What an operator asks of the organisation passes the structural rules first and its policy always.

import type { JsonObject } from './json.ts';
import { operatorPrincipal } from './principal.ts';
import { isReason } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Request } from './request.ts';
import { findOperator } from './rules/identity.ts';
import { checkVerb } from './rules/policy.ts';
import type { Operator } from './registered.ts';
import type { State } from './state.ts';

/**
 * Everything that stands in the way. Policy is asked even where a rule of `rules` refuses, so that every
 * reason is given at once; an actor who is no operator hears that alone. `context` is what the verb adds to
 * what policy sees of every other one.
 */
export function judgeVerb(
  state: State,
  request: Request,
  rules: (operator: Operator) => readonly Reason[] = () => [],
  verb: string = request.kind,
  context: JsonObject = {},
): readonly Reason[] {
  const operator = findOperator(state, request);
  if (isReason(operator)) return [operator];
  return [...rules(operator), ...checkVerb(state, request, operatorPrincipal(operator), verb, context)];
}
