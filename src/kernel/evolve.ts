// State is the fold of the ledger's events and nothing else: whoever folds the same records knows the same.

import { evolveDraws } from './chain/allowance.ts';
import { evolveConduct } from './chain/remembered-conduct.ts';
import { evolveConnectors } from './evolve/connector.ts';
import { evolveOrg } from './evolve/org.ts';
import { evolveTask } from './evolve/task.ts';
import { evolveMayHaveRun } from './chain/may-have-run.ts';
import type { Event } from './event.ts';
import { evolveAddressed } from './flow/addressed.ts';
import { evolveExposures } from './flow/exposure.ts';
import { evolveObjects } from './flow/memory.ts';
import { evolveUnvouched } from './flow/unvouched.ts';
import type { ConstraintEngine } from './policy.ts';
import type { State } from './state.ts';
import { evolveTrees } from './chain/tree.ts';

/** What is known before the first record. */
export function initialState(constraints: ConstraintEngine): State {
  return {
    org: {
      epoch: 0,
      mode: null,
      origin: null,
      vkey: null,
      keyRecord: null,
      retiredVkeys: [],
      operators: {},
      delegations: {},
      decided: {},
      agents: {},
      workflows: {},
      policy: null,
      proposedPolicies: [],
      proposedFacts: [],
      policyHistory: [],
      shadow: null,
      destinations: { own: [], listed: [], cleared: {} },
      clearances: {},
      killed: { all: false, agents: [], connectors: [] },
    },
    connectors: {},
    firings: [],
    trees: [],
    mayHaveRun: {},
    draws: {},
    conduct: {},
    exposures: {},
    addressed: {},
    objects: {},
    unvouched: {},
    task: null,
    policy: null,
    shadow: null,
    constraints,
  };
}

/**
 * The state after an event. Parts that the event does not concern stay the same objects. An engine that was
 * not built from a newly published policy is dropped: the shell sets the one that was, and until then all
 * is denied.
 */
export function evolve(state: State, event: Event): State {
  const isStale = event.type === 'policy-published' && state.policy?.digest !== event.body.digest;
  const org = evolveOrg(state.org, event);
  const task = evolveTask(state.task, event);
  const { firings, trees } = evolveTrees(state, event, task);
  return {
    org,
    connectors: evolveConnectors(state.connectors, event),
    firings,
    trees,
    mayHaveRun: evolveMayHaveRun(state.mayHaveRun, event, task),
    draws: evolveDraws(state.draws, event),
    conduct: evolveConduct(state.conduct, event),
    exposures: evolveExposures(state.exposures, event),
    addressed: evolveAddressed(state.addressed, event),
    objects: evolveObjects(state.objects, event),
    unvouched: evolveUnvouched(state.unvouched, event),
    task,
    policy: isStale ? null : state.policy,
    shadow: state.shadow?.digest === org.shadow?.digest ? state.shadow : null,
    constraints: state.constraints,
  };
}
