// What a task is, what of it waits for people, and what it used of what it may.

import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { CirclePause } from 'lucide-react';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { Countdown, Moment } from '../../parts/clock.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner } from '../../parts/state.tsx';
import { TaskStatusChip } from './status-chip.tsx';
import { usedFigures } from './used.ts';

/** More are read in the inbox. */
const MOST_WAITING = 6;
const LINK = 'font-medium underline underline-offset-2';

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
        <Banner tone="hold" icon={CirclePause}>
          <p className="mb-1">Waits for people:</p>
          <ul aria-label="What waits for people" className="flex flex-wrap gap-x-3 gap-y-1">
            {waiting.slice(0, MOST_WAITING).map((hold) => (
              <li key={hold.id}>
                <Link to="/inbox/$hold" params={{ hold: hold.id }} className={LINK}>
                  {hold.next === undefined ? `${hold.connector}/${hold.tool}` : `the step ${hold.next.step}`}
                </Link>
              </li>
            ))}
            {waiting.length > MOST_WAITING && (
              <li>
                <Link to="/inbox" search={{ q: id }} className={LINK}>
                  and {waiting.length - MOST_WAITING} more
                </Link>
              </li>
            )}
          </ul>
        </Banner>
      )}
      <Used task={task} />
    </>
  );
}

/** What it used of what it may. */
function Used({ task }: { readonly task: TaskDetail }) {
  const { summary, expiresAt } = task;
  const leases = task.leases.filter(({ status }) => status !== 'revoked').length;
  const figures: readonly (readonly [string, ReactNode])[] = [
    ...usedFigures(task),
    ['Denied', summary.denied],
    ['Live credentials', leases],
    ['Opened', <Moment at={summary.openedAt} />],
    summary.endedAt === null
      ? ['Time left', <Countdown until={expiresAt} />]
      : ['Ended', <Moment at={summary.endedAt} />],
  ];
  return (
    <Section title="What it used">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3 lg:flex lg:flex-wrap lg:gap-x-9">
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
