// A permit that comes with what nobody carries out is no permit: what is not known here denies.

import type { Obligation } from '../policy.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Act, Request } from '../request.ts';

/** What stands in the way of an obligation of the policy; null: it will be carried out. */
export type Enforce = (obligation: Obligation, policy: string) => Reason | null;

/** The gateway's own enforcement of what an agent does. */
export function enforceOnAction({ argumentsCommitment }: Pick<Act, 'argumentsCommitment'>): Enforce {
  return (obligation, policy) => {
    switch (obligation.kind) {
      case 'redact':
      case 'cap-rows':
      case 'notify':
        return null;
      case 'record-payload':
        // A task whose words are erased commits to none.
        return argumentsCommitment === ''
          ? unmet(obligation, policy, 'The words of this task are erased.')
          : null;
      case 'step-up':
        return unmet(
          obligation,
          policy,
          'An agent cannot prove that a person is there: hold the action instead.',
        );
      case 'other':
        return unmet(obligation, policy, UNKNOWN);
    }
  };
}

/** What is asked of the organisation itself: there is no result to change, and nobody is told of it. */
export function enforceOnVerb({ actor, at, provedAt }: Pick<Request, 'actor' | 'at' | 'provedAt'>): Enforce {
  return (obligation, policy) => {
    switch (obligation.kind) {
      case 'record-payload':
        return null;
      case 'step-up': {
        if (actor.kind !== 'operator')
          return unmet(obligation, policy, 'Only a person can prove to be there.');
        const { withinSeconds } = obligation;
        const agoSeconds = provedAt === undefined ? null : Math.max(0, Math.ceil((at - provedAt) / 1_000));
        if (agoSeconds !== null && agoSeconds <= withinSeconds) return null;
        const facts = { policy, withinSeconds, agoSeconds };
        return because('policy', 'step-up-needed', facts, 'Prove who you are again: holdpoint login.');
      }
      case 'redact':
      case 'cap-rows':
      case 'notify':
      case 'other':
        return unmet(obligation, policy, UNKNOWN);
    }
  };
}

const UNKNOWN = 'Take it off the policy: nothing here carries it out.';

function unmet(obligation: Obligation, policy: string, lift: string): Reason {
  const name = obligation.kind === 'other' ? obligation.name : obligation.kind;
  return because('policy', 'obligation-unmet', { policy, obligation: name }, lift);
}
