// What would have spared people a hold is proposed by one person and taken over by another one, who did not
// ask for what was held either. Nothing is known by being proposed, and whoever takes it over does so by the
// ordinary verb: what keeps them from that keeps them from this.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { spellListed } from '../flow/cleared.ts';
import type { Event, EventOf } from '../event.ts';
import type { ProposedFact } from './known-fact.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AdmitConnector, DeclareDestinations, DropFact, ProposeFact, Request } from '../request.ts';
import type { OrgState, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** So many may wait; more, and the oldest are forgotten. */
export const MAX_PROPOSED_FACTS = 32;

export function decideProposeFact(state: State, request: ProposeFact): Decision {
  const { name, fact, hold, requesters, actor } = request;
  const known = findProposed(state.org, name);
  const lift = 'Nothing to do: it waits for somebody else to take it over, or to drop it.';
  const reasons = judgeVerb(state, request, () =>
    known === null
      ? []
      : [because('duty', 'fact-already-proposed', { fact: name, author: known.author }, lift)],
  );
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { name, fact, hold, requesters, author: actor.id };
  return permit([recordOf(request, { stream: 'org', type: 'fact-proposed', causes: [], body })]);
}

/** That it is not so, or not to be said. */
export function decideDropFact(state: State, request: DropFact): Decision {
  const proposed = findProposed(state.org, request.name);
  const reasons = judgeVerb(state, request, () => (proposed === null ? [notProposed(request.name)] : []));
  if (reasons.length > 0) return refuse(state, request, reasons);
  return permit([closed(request, state.org, request.name, false)]);
}

/** What keeps the person from taking over what they name; nothing where they name none. */
export function checkTakenOver({ org }: State, request: Saying, operator: string): Reason[] {
  const { fact: name } = request;
  if (name === undefined) return [];
  const proposed = findProposed(org, name);
  if (proposed === null) return [notProposed(name)];
  return [...checkSaid(org, proposed, request), ...checkReviewer(org, proposed, operator)];
}

type Saying = DeclareDestinations | AdmitConnector;

/** What is said is the fact: of hosts it alone, beside all that was declared until then. */
function checkSaid({ destinations }: OrgState, { name, fact }: ProposedFact, request: Saying): Reason[] {
  const isSaid =
    request.kind === 'admit-connector'
      ? fact.kind !== 'destination' && fact.connector === request.connector
      : fact.kind === 'destination' &&
        (['own', 'listed'] as const).every((list) => {
          const hosts = list === fact.list ? [...destinations[list], fact.host] : destinations[list];
          const said = spellListed({ ...destinations, listed: hosts });
          return said.join() === spellListed({ ...request, listed: request[list] }).join();
        });
  if (isSaid) return [];
  return [
    because('duty', 'fact-not-said', { fact: name }, 'Accept it once more: it is said as things are now.'),
  ];
}

function checkReviewer(
  { mode }: OrgState,
  { name, author, requesters, hold }: ProposedFact,
  operator: string,
): Reason[] {
  if (mode === 'solo') return [];
  const facts = { fact: name, operator };
  if (author === operator) {
    const lift = 'Another operator takes it over: this one proposed it.';
    return [because('duty', 'publisher-is-author', facts, lift)];
  }
  if (!requesters.includes(operator)) return [];
  const lift = 'Another operator takes it over: this one asked for what was held.';
  return [because('duty', 'approver-is-requester', { ...facts, hold }, lift)];
}

/** Beside what it came to. */
export function takeOver({ org }: State, request: Saying): readonly Event[] {
  return request.fact === undefined ? [] : [closed(request, org, request.fact, true, 1)];
}

function closed(
  request: Request,
  org: OrgState,
  name: string,
  taken: boolean,
  place = 0,
): EventOf<'fact-closed'> {
  const causes = [findProposed(org, name)!.record];
  return recordOf(request, { stream: 'org', type: 'fact-closed', causes, body: { name, taken } }, place);
}

export function evolveFacts(waiting: OrgState['proposedFacts'], event: Event): OrgState['proposedFacts'] {
  if (event.type === 'fact-proposed') {
    return [...waiting, { ...event.body, record: event.id }].slice(-MAX_PROPOSED_FACTS);
  }
  return event.type === 'fact-closed' ? waiting.filter(({ name }) => name !== event.body.name) : waiting;
}

function findProposed({ proposedFacts }: OrgState, name: string): ProposedFact | null {
  return proposedFacts.find((one) => one.name === name) ?? null;
}

function notProposed(name: string): Reason {
  const lift = 'Name one that waits: holdpoint fact list.';
  return because('duty', 'fact-not-proposed', { fact: name }, lift);
}
