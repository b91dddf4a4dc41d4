// Every address of the console, once. A page is loaded when somebody goes there.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import type { TaskSummary } from '../../src/surfaces/http/contract.ts';
import { Frame } from './frame/frame.tsx';
import { Loading, Trouble } from './parts/state.tsx';
import { EVIDENCE_DAYS } from './pages/evidence/days.ts';
import { FRICTION_DAYS } from './pages/friction/days.ts';
import { Nowhere } from './pages/nowhere.tsx';
import { SignIn } from './pages/sign-in.tsx';

export interface InboxSearch {
  readonly q?: string;
  /** Only what one's own roles are asked for. */
  readonly mine?: boolean;
}

export interface OverviewSearch {
  readonly q?: string;
  readonly verdict?: 'permit' | 'hold' | 'deny';
}

export interface ToolSearch {
  readonly q?: string;
  /** The one that is looked at. */
  readonly tool?: string;
}

export interface LeasesSearch {
  readonly q?: string;
  readonly status?: 'granted' | 'issued' | 'revoked';
}

export const POLICY_VIEWS = ['text', 'proposals', 'history', 'shadow'] as const;

export interface PoliciesSearch {
  readonly view?: (typeof POLICY_VIEWS)[number];
}

export interface Days {
  /** Only the last so many; absent: all that there ever was. */
  readonly days?: number;
}

export interface EvidenceSearch extends Days {
  /** The one whose records are looked at. */
  readonly control?: string;
}

export interface LedgerSearch {
  /** Only the records of this one. */
  readonly stream?: string;
}

export interface TasksSearch {
  readonly q?: string;
  readonly status?: TaskSummary['status'];
}

export interface TaskSearch {
  /** Absent: the timeline. */
  readonly view?: 'table' | 'graph';
  /** Id of the record that is looked at. */
  readonly at?: string;
  readonly q?: string;
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Nowhere });

const frameRoute = createRoute({ getParentRoute: () => rootRoute, id: 'frame', component: Frame });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: () => <Navigate to="/inbox" replace />,
});

const signInRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sign-in', component: SignIn });

export const inboxRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/inbox',
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    ...wordIn(search, 'q'),
    ...(search['mine'] === true ? { mine: true } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/inbox/inbox.tsx'), 'Inbox'),
});

export const holdRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$hold',
  component: lazyRouteComponent(() => import('./pages/inbox/hold.tsx'), 'HoldPage'),
});

export const overviewRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/overview',
  validateSearch: (search: Record<string, unknown>): OverviewSearch => {
    const { verdict } = search;
    const isVerdict = verdict === 'permit' || verdict === 'hold' || verdict === 'deny';
    return { ...wordIn(search, 'q'), ...(isVerdict ? { verdict } : {}) };
  },
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'Overview'),
});

const searched = (search: Record<string, unknown>): { readonly q?: string } => wordIn(search, 'q');

export const connectorsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/connectors',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./pages/connectors/connectors.tsx'), 'Connectors'),
});

export const connectorRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/connectors/$connector',
  validateSearch: (search: Record<string, unknown>): ToolSearch => ({
    ...wordIn(search, 'q'),
    ...wordIn(search, 'tool'),
  }),
  component: lazyRouteComponent(() => import('./pages/connectors/connector.tsx'), 'ConnectorPage'),
});

export const blastRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reach/$kind/$name',
  validateSearch: (search: Record<string, unknown>): { readonly node?: string } => wordIn(search, 'node'),
  component: lazyRouteComponent(() => import('./pages/blast/blast.tsx'), 'BlastPage'),
});

export const agentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/agents',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./pages/agents/agents.tsx'), 'Agents'),
});

export const agentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/agents/$agent',
  component: lazyRouteComponent(() => import('./pages/agents/agent.tsx'), 'AgentPage'),
});

export const operatorsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/operators',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./pages/operators/operators.tsx'), 'Operators'),
});

export const operatorRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/operators/$operator',
  component: lazyRouteComponent(() => import('./pages/operators/operator.tsx'), 'OperatorPage'),
});

export const leasesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/leases',
  validateSearch: (search: Record<string, unknown>): LeasesSearch => {
    const { status } = search;
    const isStatus = status === 'granted' || status === 'issued' || status === 'revoked';
    return { ...wordIn(search, 'q'), ...(isStatus ? { status } : {}) };
  },
  component: lazyRouteComponent(() => import('./pages/leases/leases.tsx'), 'Leases'),
});

export const passkeysRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/passkeys',
  component: lazyRouteComponent(() => import('./pages/passkeys/passkeys.tsx'), 'Passkeys'),
});

export const policiesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/policies',
  validateSearch: (search: Record<string, unknown>): PoliciesSearch => {
    const view = POLICY_VIEWS.find((one) => one === search['view']);
    return view === undefined ? {} : { view };
  },
  component: lazyRouteComponent(() => import('./pages/policies/policies.tsx'), 'Policies'),
});

export const workflowsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/workflows',
  component: lazyRouteComponent(() => import('./pages/workflows/workflows.tsx'), 'Workflows'),
});

export const evidenceRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/evidence',
  validateSearch: (search: Record<string, unknown>): EvidenceSearch => ({
    ...wordIn(search, 'control'),
    ...daysIn(search, EVIDENCE_DAYS),
  }),
  component: lazyRouteComponent(() => import('./pages/evidence/evidence.tsx'), 'EvidencePage'),
});

export const frictionRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/friction',
  validateSearch: (search: Record<string, unknown>): Days => daysIn(search, FRICTION_DAYS),
  component: lazyRouteComponent(() => import('./pages/friction/friction.tsx'), 'FrictionPage'),
});

export const ledgerRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledger',
  validateSearch: (search: Record<string, unknown>): LedgerSearch => {
    const { stream } = search;
    return typeof stream === 'string' && stream !== '' ? { stream } : {};
  },
  component: lazyRouteComponent(() => import('./pages/ledger/ledger.tsx'), 'Ledger'),
});

export const recordRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledger/$record',
  component: lazyRouteComponent(() => import('./pages/ledger/record.tsx'), 'RecordPage'),
});

export const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): TasksSearch => {
    const status = (['open', 'closed', 'expired', 'quarantined'] as const).find(
      (one) => one === search['status'],
    );
    return { ...wordIn(search, 'q'), ...(status === undefined ? {} : { status }) };
  },
  component: lazyRouteComponent(() => import('./pages/tasks/tasks.tsx'), 'Tasks'),
});

export const taskRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks/$task',
  validateSearch: (search: Record<string, unknown>): TaskSearch => {
    const { view, at } = search;
    return {
      ...wordIn(search, 'q'),
      ...(view === 'table' || view === 'graph' ? { view } : {}),
      ...(typeof at === 'string' && at !== '' ? { at } : {}),
    };
  },
  component: lazyRouteComponent(() => import('./pages/tasks/task.tsx'), 'TaskPage'),
});

function wordIn<Name extends 'q' | 'tool' | 'node' | 'control'>(
  search: Record<string, unknown>,
  name: Name,
): { readonly [name in Name]?: string } {
  const word = search[name];
  const found: { [name in Name]?: string } = {};
  if (typeof word === 'string' && word !== '') found[name] = word;
  return found;
}

function daysIn({ days }: Record<string, unknown>, among: readonly number[]): Days {
  return typeof days === 'number' && among.includes(days) ? { days } : {};
}

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  frameRoute.addChildren([
    inboxRoute.addChildren([holdRoute]),
    overviewRoute,
    tasksRoute,
    taskRoute,
    connectorsRoute,
    connectorRoute,
    blastRoute,
    agentsRoute,
    agentRoute,
    operatorsRoute,
    operatorRoute,
    leasesRoute,
    passkeysRoute,
    frictionRoute,
    evidenceRoute,
    ledgerRoute,
    policiesRoute,
    workflowsRoute,
    recordRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPendingComponent: () => <Loading what="The page" />,
  defaultErrorComponent: ({ error }) => <Trouble error={error} what="This page" />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
