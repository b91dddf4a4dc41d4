// Every question to the daemon, once: its key, its address and the type of its answer. Keys begin with what
// an event names as its topic, so that one line says what an event makes stale.

import { infiniteQueryOptions, queryOptions, type QueryKey } from '@tanstack/react-query';
import type { AlwaysView } from '../../../src/surfaces/http/contract/always.ts';
import type { BelowView } from '../../../src/surfaces/http/contract/below.ts';
import type { BlastView } from '../../../src/surfaces/http/contract/blast.ts';
import type { Me, Ways } from '../../../src/surfaces/http/contract/browser.ts';
import type { ChangedEvent } from '../../../src/surfaces/http/contract/events.ts';
import type { ConnectorDetail, ConnectorView } from '../../../src/surfaces/http/contract/connector.ts';
import type { ContradictionsView } from '../../../src/surfaces/http/contract/contradiction.ts';
import type {
  CheckpointsView,
  RecordsView,
  StreamsView,
} from '../../../src/surfaces/http/contract/ledger.ts';
import type { DelegationView } from '../../../src/surfaces/http/contract/duty.ts';
import type { FactsView } from '../../../src/surfaces/http/contract/friction.ts';
import type { HoldWordsView } from '../../../src/surfaces/http/contract/grounding.ts';
import type { MetersView } from '../../../src/surfaces/http/contract/meters.ts';
import type { DecisionSummary, LeaseSummary } from '../../../src/surfaces/http/contract/lists.ts';
import type {
  AgentView,
  HoldDetail,
  HoldView,
  OperatorView,
  RecordView,
  Status,
  TaskDetail,
  TaskSummary,
  TraceView,
  WorkflowView,
} from '../../../src/surfaces/http/contract.ts';
import type { PasskeyView } from '../../../src/surfaces/http/contract/passkey.ts';
import type { ExplanationView } from '../../../src/surfaces/http/contract/replay.ts';
import type {
  PolicyStanding,
  ProposalView,
  PublicationView,
} from '../../../src/surfaces/http/contract/policy.ts';
import type { ShadowReportView } from '../../../src/surfaces/http/contract/replay.ts';
import { getJson } from './client.ts';

/** `next`: there are more. */
export interface DecisionPage {
  readonly decisions: readonly DecisionSummary[];
  readonly next: number | null;
}

const part = encodeURIComponent;

export const meQuery = ask<Me>(['org', 'me'], '/me');
/** How one can sign in here; for whoever has not. */
export const waysQuery = ask<Ways>(['ways'], '/session/ways');
export const statusQuery = ask<Status>(['status'], '/status');
export const holdsQuery = ask<{ readonly holds: readonly HoldView[] }>(['hold', 'list'], '/holds');
export const operatorsQuery = ask<{ readonly operators: readonly OperatorView[] }>(
  ['org', 'operators'],
  '/operators',
);
/** Those that wait, oldest first. */
export const factsQuery = ask<FactsView>(['org', 'facts'], '/facts');
/** Those that last. */
export const delegationsQuery = ask<{ readonly delegations: readonly DelegationView[] }>(
  ['org', 'delegations'],
  '/delegations',
);
export const passkeysQuery = (operator: string) =>
  ask<{ readonly passkeys: readonly PasskeyView[] }>(
    ['org', 'passkeys', operator],
    `/operators/${part(operator)}/passkeys`,
  );
export const holdQuery = (id: string) => ask<HoldDetail>(['hold', 'one', id], `/holds/${part(id)}`);
/** Of what waits as it is: with other arguments it is asked again. */
export const holdWordsQuery = ({ id, digest }: Pick<HoldView, 'id' | 'digest'>) => ({
  ...ask<HoldWordsView>(['words', id, digest], `/holds/${part(id)}/words`),
  staleTime: 'static' as const,
});
export const alwaysQuery = (hold: string) =>
  ask<AlwaysView>(['hold', 'always', hold], `/holds/${part(hold)}/always`);
export const decisionsQuery = (limit: number) =>
  ask<DecisionPage>(['action', 'list', limit], `/decisions?limit=${limit}`);
export const taskDecisionsQuery = (task: string) =>
  ask<DecisionPage>(['action', 'task', task], `/decisions?limit=200&task=${part(task)}`);
export const connectorsQuery = ask<{ readonly connectors: readonly ConnectorView[] }>(
  ['connector', 'list'],
  '/connectors',
);
export const connectorQuery = (id: string) =>
  ask<ConnectorDetail>(['connector', 'one', id], `/connectors/${part(id)}`);
export const agentsQuery = ask<{ readonly agents: readonly AgentView[] }>(['org', 'agents'], '/agents');
/** The latest 1,000 of them. */
export const leasesQuery = (status: LeaseSummary['status']) =>
  ask<{ readonly leases: readonly LeaseSummary[]; readonly next: number | null }>(
    ['lease', 'list', status],
    `/history/leases?limit=1000&status=${status}`,
  );
export const blastQuery = (kind: 'agent' | 'workflow' | 'tool' | 'lease', name: string) =>
  ask<BlastView>(['connector', 'blast', kind, name], `/blast-radius?kind=${kind}&name=${part(name)}`);
export interface TaskPage {
  readonly tasks: readonly TaskSummary[];
  readonly next: number | null;
}
export const tasksQuery = (status: TaskSummary['status'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['task', 'list', status],
    queryFn: ({ pageParam, signal }) => {
      const only = status === undefined ? '' : `&status=${status}`;
      const before = pageParam === null ? '' : `&before=${pageParam}`;
      return getJson<TaskPage>(`/tasks?limit=1000${only}${before}`, signal);
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
export const taskQuery = (id: string) => ask<TaskDetail>(['task', 'one', id], `/tasks/${part(id)}`);
export const belowQuery = (id: string) => ask<BelowView>(['task', 'below', id], `/tasks/${part(id)}/below`);
export const contradictionsQuery = (id: string) =>
  ask<ContradictionsView>(['task', 'contradictions', id], `/tasks/${part(id)}/contradictions`);
export const traceQuery = (id: string) => ask<TraceView>(['trace', id], `/tasks/${part(id)}/trace`);
/** Whatever is asked for later, it stays as it is until the organisation decides otherwise. */
export const explanationQuery = (record: string) =>
  ask<ExplanationView>(['explained', record], `/decisions/${part(record)}/explanation`);
export const workflowsQuery = ask<{ readonly workflows: readonly WorkflowView[] }>(
  ['org', 'workflows'],
  '/workflows',
);
export const policyQuery = ask<PolicyStanding>(['org', 'policy'], '/policy');
export const proposalsQuery = ask<{ readonly proposals: readonly ProposalView[] }>(
  ['org', 'proposals'],
  '/policy/proposals',
);
export const publicationsQuery = ask<{ readonly publications: readonly PublicationView[] }>(
  ['org', 'publications'],
  '/policy/history',
);
export const policySetQuery = (digest: string) =>
  ask<{ readonly policy: NonNullable<PolicyStanding['policy']> }>(
    ['org', 'set', digest],
    `/policy/sets/${part(digest)}`,
  );
export const shadowQuery = ask<{ readonly report: ShadowReportView | null }>(
  ['action', 'shadow'],
  '/policy/shadow',
);
export const metersQuery = ask<MetersView>(['status', 'meters'], '/meters');
export const recordQuery = (ref: string) =>
  ask<{ readonly record: RecordView }>(['record', ref], `/records/${part(ref)}`);
export const checkpointsQuery = ask<CheckpointsView>(['status', 'checkpoints'], '/ledger/checkpoints');
/** All records of one, in the ledger's order; for those that do not grow with every call. */
export const streamQuery = (stream: string) =>
  queryOptions({
    queryKey: ['org', 'stream', stream],
    queryFn: async ({ signal }): Promise<readonly RecordView[]> => {
      const all: RecordView[] = [];
      let next: number | null = 0;
      while (next !== null) {
        const path: string = `/ledger/records?stream=${part(stream)}&limit=1000&from=${next}`;
        const page: RecordsView = await getJson<RecordsView>(path, signal);
        all.push(...page.records);
        next = page.next;
      }
      return all;
    },
  });
export const streamsQuery = (prefix: string) =>
  ask<StreamsView>(['status', 'streams', prefix], `/ledger/streams?prefix=${part(prefix)}`);

function ask<Answer>(queryKey: QueryKey, path: string) {
  return queryOptions({ queryKey, queryFn: ({ signal }) => getJson<Answer>(path, signal) });
}

/** What is to be asked again after an event. */
export function staleAfter({ topic, task }: Pick<ChangedEvent, 'topic' | 'task'>): readonly QueryKey[] {
  switch (topic) {
    // What an organisation decides moves everything.
    case 'org':
      return [[]];
    default:
      return [[topic], ['status'], ...(task === null ? [] : [['trace', task], ['task']])];
  }
}
