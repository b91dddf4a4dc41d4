import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { Countdown, Moment } from '../../parts/clock.tsx';
import { Section } from '../../parts/section.tsx';
import { TaskStatusChip } from './status-chip.tsx';

interface TaskHeadProps {
  readonly task: TaskDetail;
  /** What can be done with it. */
  readonly children: ReactNode;
}

export function TaskHead({ task, children }: TaskHeadProps) {
  const { id, workflow, agent, requester, status, erased } = task.summary;
  const waiting = task.holds.filter((hold) => hold.status === 'pending');
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="text-base font-semibold">{workflow}</h1>
            <TaskStatusChip status={status} />
            <code className="font-mono text-xs break-all text-ink-soft">{id}</code>
          </div>
          <p className="mt-1 text-sm text-ink-soft">
            <b className="font-medium text-ink">{agent}</b> for{' '}
            <b className="font-medium text-ink">{requester}</b>: {task.scope.purpose}
            {erased && ' · its words are erased'}
          </p>
        </div>
        <div className="flex gap-2">{children}</div>
      </header>
      {waiting.length > 0 && (
        <ul aria-label="What waits" className="flex flex-col gap-1 text-sm">
          {waiting.map((hold) => (
            <li key={hold.id} className="rounded-md border border-hold/30 bg-hold-soft px-3 py-2 text-hold">
              waits for people:{' '}
              <Link
                to="/inbox/$hold"
                params={{ hold: hold.id }}
                className="font-medium underline underline-offset-2"
              >
                {hold.connector}/{hold.tool}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Used task={task} />
    </>
  );
}

/** What it used of what it may. */
function Used({ task }: { readonly task: TaskDetail }) {
  const { summary, usage, scope, expiresAt } = task;
  const leases = task.leases.filter(({ status }) => status !== 'revoked').length;
  const figures: readonly (readonly [string, ReactNode])[] = [
    ['Calls', `${usage.calls} of ${scope.limits.calls}`],
    ['Held', summary.held],
    ['Denied', summary.denied],
    ['Live credentials', leases],
    ['Opened', <Moment at={summary.openedAt} />],
    summary.endedAt === null
      ? ['Time left', <Countdown until={expiresAt} />]
      : ['Ended', <Moment at={summary.endedAt} />],
  ];
  return (
    <Section title="What it used">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3 lg:grid-cols-6">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-soft">{name}</dt>
            <dd className="text-sm font-medium tabular">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
