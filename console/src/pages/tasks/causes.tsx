// Tasks that set each other off: those above, up to the one that a person asked for, and those below.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CornerDownRight } from 'lucide-react';
import type { RecordView, TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { taskQuery } from '../../api/queries.ts';
import { Section } from '../../parts/section.tsx';
import { TaskStatusChip } from './status-chip.tsx';
import { textOf } from './story.ts';

interface CausesProps {
  readonly task: TaskDetail;
  readonly downstream: readonly RecordView[];
}

export function Causes({ task, downstream }: CausesProps) {
  const opened = downstream.filter(({ type }) => type === 'task-opened');
  if (task.cause === null && opened.length === 0) return null;
  return (
    <Section title="Tasks that set each other off">
      <ul>
        {task.cause !== null && <Above cause={task.cause} depth={task.depth} />}
        <TaskLine id={task.summary.id} isHere />
        <Below above={task.summary.id} opened={opened} />
      </ul>
    </Section>
  );
}

/** From the first of them down; each is asked for once the one below it names it. */
function Above({
  cause,
  depth,
}: {
  readonly cause: NonNullable<TaskDetail['cause']>;
  readonly depth: number;
}) {
  const id = cause.task;
  const { data } = useQuery({ ...taskQuery(id ?? ''), enabled: id !== null });
  if (id === null) {
    return <li className="py-1 text-sm text-ink-soft">one of several tasks, {depth} above it in all</li>;
  }
  return (
    <>
      {data?.cause && <Above cause={data.cause} depth={data.depth} />}
      <TaskLine id={id} />
    </>
  );
}

interface BelowProps {
  readonly above: string;
  readonly opened: readonly RecordView[];
}

function Below({ above, opened }: BelowProps) {
  const direct = opened.filter((one) => causeOf(one) === above);
  if (direct.length === 0) return null;
  return (
    <ul className="ml-3 border-l border-line pl-2">
      {direct.map((one) => {
        const id = textOf(one, 'task') ?? '';
        return (
          <li key={one.id}>
            <ul>
              <TaskLine id={id} />
            </ul>
            <Below above={id} opened={opened.filter((other) => other !== one)} />
          </li>
        );
      })}
    </ul>
  );
}

function causeOf({ body }: RecordView): string | null {
  const cause = body['cause'] as { readonly task?: string | null } | null | undefined;
  return cause?.task ?? null;
}

function TaskLine({ id, isHere = false }: { readonly id: string; readonly isHere?: boolean }) {
  const { data } = useQuery(taskQuery(id));
  return (
    <li className="flex min-w-0 items-center gap-2 py-1 text-sm">
      <CornerDownRight size={13} aria-hidden className="shrink-0 text-ink-soft" />
      {isHere ? (
        <b className="truncate font-medium">this one</b>
      ) : (
        <Link
          to="/tasks/$task"
          params={{ task: id }}
          className="truncate text-accent underline underline-offset-2"
        >
          {data?.summary.workflow ?? id}
        </Link>
      )}
      {data && <TaskStatusChip status={data.summary.status} />}
      {data && <span className="truncate text-xs text-ink-soft">{data.summary.agent}</span>}
    </li>
  );
}
