// What already happened is recorded whatever the state: a fact is never refused, and never decides anything.
// Only a presumption is refused, where the call has an outcome already.

import { permit, recordOf, refuse } from '../answer.ts';
import { exposeAgents } from '../flow/exposure.ts';
import { labelWritten } from '../flow/memory.ts';
import { covers, NO_DATA } from '../flow/label.ts';
import { recordWritten } from '../flow/unvouched.ts';
import { entryOf } from '../lookup.ts';
import type { Decision } from '../decision.ts';
import type { Event, EventOf } from '../event.ts';
import type { Fact } from './fact.ts';
import type { Hold } from '../hold/held.ts';
import { because, type Reason } from '../reason.ts';
import type { Settle } from '../request.ts';
import { sightingsOf } from '../org/sighting.ts';
import type { ActionState, Lease, State, TaskState } from '../state.ts';

interface Place {
  readonly stream: string;
  readonly causes: readonly string[];
}

export function decideSettle(state: State, request: Settle): Decision {
  const task = state.task?.id === request.task ? state.task : null;
  // Once an erasure is ordered, nothing is said again that would have to be erased.
  const isErased = task !== null && task.erasure !== null;
  const fact = isErased && 'result' in request.fact ? { ...request.fact, result: null } : request.fact;
  const about = subjectOf(task, fact);
  if (fact.fact === 'lapsed' && !isRunning(about)) return refuse(state, request, [settledAlready(fact)]);
  const draft = { stream: `task/${request.task}`, causes: about === null ? originOf(fact) : [about.record] };
  const attempt = about !== null && 'failedRevocations' in about ? about.failedRevocations + 1 : 1;
  const made = { task: request.task, action: 'action' in fact ? fact.action : null };
  const settled = settledFact(request, draft, withoutKnown(fact, about), attempt);
  const presented = presentedInstead(state, request, about, fact);
  const exposed = exposedBy(state, request, task, settled, 1 + presented.length);
  const beside = [settled, ...presented, ...exposed];
  const cause = settled.id;
  const written = labelMade(state, request, task, about, fact, { cause, place: beside.length });
  return permit([...beside, ...written], [], made);
}

/** What a call wrote carries what its task read, also where the connector alone knows what it is called. */
function labelMade(
  state: State,
  request: Settle,
  task: TaskState | null,
  about: ReturnType<typeof subjectOf>,
  fact: Fact,
  record: { readonly cause: string; readonly place: number },
): readonly Event[] {
  if (task === null || about === null || !('tool' in about)) return [];
  if (fact.fact !== 'call' && fact.fact !== 'lapsed') return [];
  const { connector, effects } = about;
  const { cause, place } = record;
  const isMade = fact.outcome !== 'not-started';
  const { wrote: objects = [], isTold = false } = isMade && fact.fact === 'call' ? fact : {};
  const labelled = labelWritten(state, request, task, { connector, effects, objects, cause, place });
  const next = { names: objects, isByValues: isMade && !isTold, cause, place: place + labelled.length };
  return [...labelled, ...recordWritten(state, request, task.id, about, next)];
}

/** What kept a call from being sent: its tool was presented as another one at the last moment. */
function presentedInstead(
  { connectors }: State,
  request: Settle,
  about: ReturnType<typeof subjectOf>,
  fact: Fact,
): readonly Event[] {
  if (about === null || !('tool' in about) || !('presented' in fact)) return [];
  const { definition, server } = fact.presented;
  const connector = entryOf(connectors, about.connector);
  const tools = definition === null ? [] : [[about.tool, definition] as const];
  const seen = { tools, server };
  return connector === null ? [] : sightingsOf(request, connector, seen, 1);
}

/** That a result carries what its tool was admitted with was said by the permit. */
function withoutKnown(fact: Fact, about: ReturnType<typeof subjectOf>): Fact {
  if (fact.fact !== 'call' || fact.labels === undefined) return fact;
  const known = about !== null && 'output' in about ? about.output : NO_DATA;
  const { labels, ...rest } = fact;
  return covers(known, labels) ? rest : fact;
}

function exposedBy(
  state: State,
  request: Settle,
  task: TaskState | null,
  settled: Event,
  place: number,
): readonly Event[] {
  if (task === null || settled.type !== 'action-settled' || settled.body.labels === undefined) return [];
  return exposeAgents(state, request, task, settled.body.labels, settled.id, place);
}

function isRunning(about: ReturnType<typeof subjectOf>): boolean {
  return about !== null && 'startBefore' in about && about.status === 'running';
}

function settledAlready({ action }: Extract<Fact, { fact: 'lapsed' }>): Reason {
  return because('control', 'already-settled', { action }, 'Nothing to do: its outcome is recorded.');
}

/**
 * The record that began what the state has forgotten: a permit is the first record of its request, and the
 * grant of a lease the second.
 */
function originOf(fact: Fact): readonly string[] {
  const id = 'action' in fact ? fact.action : 'lease' in fact ? fact.lease : '';
  const [, kind, suffix] = /^(act|lease)_([0-9a-z]{16})$/.exec(id) ?? [];
  return suffix === undefined ? [] : [`rec_${suffix}.${kind === 'act' ? 0 : 1}`];
}

/** What the fact is about, as far as the state knows it. */
function subjectOf(task: TaskState | null, fact: Fact): ActionState | Lease | Hold | TaskState['erasure'] {
  if (task === null) return null;
  if ('lease' in fact) return entryOf(task.leases, fact.lease);
  if ('hold' in fact) return entryOf(task.holds, fact.hold);
  return 'action' in fact ? entryOf(task.actions, fact.action) : task.erasure;
}

/** What is recorded of how a call ended. */
function endOf(fact: Extract<Fact, { fact: 'call' }>): EventOf<'action-settled'>['body'] {
  const { action, outcome, result, durationMs, bytes, code } = fact;
  const { records, findings = [], misfit, verified, made = [], labels, unvouched } = fact;
  return {
    action,
    outcome,
    result,
    durationMs,
    bytes,
    code,
    ...(records === undefined ? {} : { records }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(misfit === undefined ? {} : { misfit }),
    ...(verified === undefined ? {} : { verified }),
    ...(made.length === 0 ? {} : { made }),
    ...(labels === undefined ? {} : { labels }),
    ...(unvouched === undefined ? {} : { unvouched }),
  };
}

function settledFact(request: Settle, draft: Place, fact: Fact, attempt: number): Event {
  switch (fact.fact) {
    case 'call':
      return recordOf(request, { ...draft, type: 'action-settled', body: endOf(fact) });
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
    case 'lapsed': {
      const { action, outcome } = fact;
      const body = { action, outcome, result: null, durationMs: 0, bytes: 0, code: 'claim-lapsed' };
      return recordOf(request, { ...draft, type: 'action-settled', body });
    }
    case 'delivered':
      return recordOf(request, { ...draft, type: 'outcome-delivered', body: { action: fact.action } });
    case 'deferred': {
      const { hold, owner } = fact;
      return recordOf(request, { ...draft, type: 'call-deferred', body: { hold, owner } });
    }
    case 'read-back': {
      const { fact: _, ...body } = fact;
      const read = body.read === null ? [] : originOf({ fact: 'delivered', action: body.read });
      const causes = [...draft.causes, ...read];
      return recordOf(request, { ...draft, causes, type: 'outcome-read-back', body });
    }
    case 'erased':
      return recordOf(request, { ...draft, type: 'payloads-erased', body: { task: request.task } });
  }
}
