// What counts as the organisation's own, and as known, is what a person declared: the last word replaces all
// before it.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { checkTakenOver, takeOver } from '../org/proposed-fact.ts';
import type { DeclareDestinations } from '../request.ts';
import type { State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideDeclareDestinations(state: State, request: DeclareDestinations): Decision {
  const reasons = judgeVerb(state, request, ({ id }) => checkTakenOver(state, request, id));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { own, listed, cleared } = request;
  const body = { own, listed, cleared };
  const declared = recordOf(request, { stream: 'org', type: 'destinations-declared', causes: [], body });
  return permit([declared, ...takeOver(state, request)]);
}
