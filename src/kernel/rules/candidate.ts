// A policy set takes force only where it validates and people could still replace it.

import { operatorPrincipal } from '../principal.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { ProposePolicy } from '../request.ts';
import type { PolicyEngine } from '../policy.ts';
import type { Operator } from '../org/registered.ts';
import type { OrgState } from '../state.ts';
import { enforceOnVerb } from './obligation.ts';
import type { Enforce } from './obligation.ts';
import { consult, verbQuery } from './policy.ts';

/** How old a proof of who somebody is may get until they publish: less, and they would race for it. */
const PROVED_AGO_MS = 60_000;

type Candidate = Pick<ProposePolicy, 'candidate' | 'errors' | 'digest'>;
type People = Pick<OrgState, 'mode' | 'operators'>;

/** The engine is the set's own, and there is one. */
export function checkValid({ candidate, errors, digest }: Candidate): Reason[] {
  if (candidate?.digest === digest) return [];
  return [because('policy', 'policy-invalid', { digest, errors }, 'Mend the errors and propose it again.')];
}

export function checkCandidate(org: People, request: Candidate): Reason[] {
  const { candidate, digest } = request;
  const invalid = checkValid(request);
  if (candidate === null || invalid.length > 0) return invalid;
  const admins = Object.values(org.operators).filter(({ roles }) => roles.includes('admin'));
  if (admins.some((admin) => canBeReplacedBy(org, candidate, admin))) return [];
  const whom =
    org.mode === 'solo'
      ? 'Permit publish-policy and propose-policy to one operator with the role admin; '
      : 'Permit publish-policy to an operator with the role admin, and propose-policy to another one; ';
  const lift =
    whom +
    'with no obligation but @record_payload, or @step_up of a minute or more. A set is all of the policy: ' +
    'take over those that let people act, as the one in force has them (holdpoint policy show).';
  return [because('policy', 'policy-locks-out', { digest, admins: admins.map(({ id }) => id) }, lift)];
}

/** The admin may publish what somebody else may propose: who exists, or whom the admin may add. */
function canBeReplacedBy(org: People, candidate: PolicyEngine, admin: Operator): boolean {
  const may = (operator: Operator, verb: string): boolean => {
    const query = verbQuery(org, operatorPrincipal(operator), verb);
    return consult(candidate, query, enforceFor(operator)).verdict === 'permit';
  };
  if (!may(admin, 'publish-policy')) return false;
  if (org.mode === 'solo') return may(admin, 'propose-policy');
  const others = Object.values(org.operators).filter(({ id }) => id !== admin.id);
  const newcomers = may(admin, 'add-operator') ? [newcomer('admin'), newcomer('policy-author')] : [];
  return [...others, ...newcomers].some((author) => may(author, 'propose-policy'));
}

/** As their verbs will be enforced: a permit with what nobody carries out is none. */
function enforceFor({ id }: Operator): Enforce {
  return enforceOnVerb({ actor: { kind: 'operator', id }, at: PROVED_AGO_MS, provedAt: 0 });
}

function newcomer(role: string): Operator {
  return { id: '', roles: [role], publicKey: null, identity: null };
}
