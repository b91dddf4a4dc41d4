// What already happened is recorded whatever the state: a fact is never refused, and never decides anything.

import { permit, recordOf } from './answer.ts';
import { entryOf } from './lookup.ts';
import type { Decision } from './decision.ts';
import type { Event } from './event.ts';
import type { Fact, Settle } from './request.ts';
import type { State } from './state.ts';

interface Place {
  readonly stream: string;
  readonly causes: readonly string[];
}

export function decideSettle(state: State, request: Settle): Decision {
  const task = state.task?.id === request.task ? state.task : null;
  const { fact } = request;
  const about =
    'lease' in fact ? entryOf(task?.leases ?? {}, fact.lease) : entryOf(task?.actions ?? {}, fact.action);
  const draft = { stream: `task/${request.task}`, causes: about === null ? [] : [about.record] };
  const attempt = about !== null && 'failedRevocations' in about ? about.failedRevocations + 1 : 1;
  const made = { task: request.task, action: 'action' in fact ? fact.action : null };
  return permit([settledFact(request, draft, fact, attempt)], [], made);
}

function settledFact(request: Settle, draft: Place, fact: Fact, attempt: number): Event {
  switch (fact.fact) {
    case 'call': {
      const { action, outcome, result, durationMs, bytes, code } = fact;
      const body = { action, outcome, result, durationMs, bytes, code };
      return recordOf(request, { ...draft, type: 'action-settled', body });
    }
    case 'lease-issued': {
      const { lease, fingerprint, standing, advisory, expiresAt } = fact;
      const body = { lease, fingerprint, standing, advisory, expiresAt };
      return recordOf(request, { ...draft, type: 'lease-issued', body });
    }
    case 'lease-revoked':
      return recordOf(request, {
        ...draft,
        type: 'lease-revoked',
        body: { lease: fact.lease, how: fact.how },
      });
    case 'lease-revocation-failed': {
      const { lease, code } = fact;
      return recordOf(request, { ...draft, type: 'lease-revocation-failed', body: { lease, code, attempt } });
    }
    case 'delivered':
      return recordOf(request, { ...draft, type: 'outcome-delivered', body: { action: fact.action } });
  }
}
