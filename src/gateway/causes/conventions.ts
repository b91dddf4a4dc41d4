// The one place that knows OpenTelemetry's names for agents and tools (semantic-conventions-genai): they are
// still in development. What they have no name for stands under `holdpoint.`.

import type { PlacedEvent } from './causal-graph.ts';
import type { Span } from './spans.ts';

export const SCHEMA_URL = 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev';

export interface Attributes {
  readonly [key: string]: string | number | boolean | readonly string[];
}

export function nameOf(begins: PlacedEvent): string {
  switch (begins.type) {
    case 'task-opened':
      return `invoke_agent ${begins.body.agent}`;
    case 'action-permitted':
    case 'action-denied':
      return `execute_tool ${begins.body.tool}`;
    case 'action-held':
      return `hold ${begins.body.tool}`;
    case 'lease-granted':
      return `lease ${begins.body.connector}`;
    default:
      return begins.type;
  }
}

export function attributesOf({ begins, ended }: Span): Attributes {
  const place = { 'holdpoint.record': begins.id, 'holdpoint.seq': begins.seq };
  const causes = begins.causes.length === 0 ? {} : { 'holdpoint.causes': begins.causes };
  const error = errorOf({ begins, ended });
  return {
    ...describe(begins),
    ...(error === null ? {} : { 'error.type': error }),
    ...(ended?.type === 'action-settled' ? { 'holdpoint.outcome': ended.body.outcome } : {}),
    ...place,
    ...causes,
  };
}

/** What kept it from going well; null where nothing did. */
export function errorOf({ begins, ended }: Pick<Span, 'begins' | 'ended'>): string | null {
  if (begins.type === 'action-denied') return begins.body.reasons[0]?.code ?? 'denied';
  switch (ended?.type) {
    case 'action-settled':
      return ended.body.outcome === 'succeeded' ? null : (ended.body.code ?? 'tool_error');
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
      return 'rejected';
    case 'hold-withdrawn':
      return ended.body.ran === undefined ? 'withdrawn' : null;
    case 'task-quarantined':
      return 'quarantined';
    default:
      return null;
  }
}

function describe(begins: PlacedEvent): Attributes {
  switch (begins.type) {
    case 'task-opened': {
      const { agent, task, workflow, requester } = begins.body;
      return {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.id': agent,
        'holdpoint.task': task,
        'holdpoint.workflow': workflow,
        'holdpoint.requester': requester,
      };
    }
    case 'action-permitted':
    case 'action-denied':
    case 'action-held': {
      const { agent, connector, tool, action, digest, determining } = begins.body;
      return {
        ...(begins.type === 'action-held' ? {} : { 'gen_ai.operation.name': 'execute_tool' }),
        'gen_ai.tool.name': tool,
        'gen_ai.tool.call.id': action,
        'gen_ai.agent.id': agent,
        'holdpoint.connector': connector,
        'holdpoint.digest': digest,
        'holdpoint.verdict': VERDICTS[begins.type],
        'holdpoint.policies': determining,
        ...(begins.type === 'action-denied' || begins.body.hold === null
          ? {}
          : { 'holdpoint.hold': begins.body.hold }),
      };
    }
    case 'lease-granted': {
      const { lease, connector, issuer } = begins.body;
      return { 'holdpoint.lease': lease, 'holdpoint.connector': connector, 'holdpoint.issuer': issuer };
    }
    default:
      return {};
  }
}

const VERDICTS = { 'action-permitted': 'permit', 'action-denied': 'deny', 'action-held': 'hold' } as const;
