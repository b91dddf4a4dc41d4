// The first record names the first operator and the first policy; there is exactly one, and its operator is
// an admin.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { because } from '../reason.ts';
import type { Found } from '../request.ts';
import { checkAdmin } from '../rules/identity.ts';
import type { State } from '../state.ts';

export function decideFound(state: State, request: Found): Decision {
  if (state.org.mode !== null) {
    const reason = because('identity', 'already-founded', {}, 'Nothing to do: this ledger has its genesis.');
    return refuse(state, request, [reason]);
  }
  const { mode, origin, vkey, operator, policy } = request;
  const reasons = checkAdmin(operator);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { mode, origin, vkey, operator };
  const founded = recordOf(request, { stream: 'org', type: 'founded', causes: [], body });
  const published = recordOf(
    request,
    {
      stream: 'org',
      type: 'policy-published',
      causes: [founded.id],
      body: { ...policy, author: null, proposal: null, rolledBack: false },
    },
    1,
  );
  return permit([founded, published]);
}
