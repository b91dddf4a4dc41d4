// Tasks that set each other off, as a tree from the one that a person asked for: what each may not any more,
// what it used, and how it stands.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RecordView, TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { taskQuery } from '../../api/queries.ts';
import { Section } from '../../parts/section.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { AllBelow } from './below.tsx';
import { narrowingOf } from './narrowing.ts';
import { TaskStatusChip } from './status-chip.tsx';
import { textOf } from './story.ts';

/** Below one task, with what each lost; all of them are listed on demand. */
const MOST = 30;

interface CausesProps {
  readonly task: TaskDetail;
  readonly downstream: readonly RecordView[];
}

export function Causes({ task, downstream }: CausesProps) {
  const opened = downstream.filter(({ type }) => type === 'task-opened');
  if (task.cause === null && opened.length === 0) return null;
  const { id } = task.summary;
  const here = (
    <Node id={id} above={task.cause?.task ?? null} isHere>
      <Below above={id} opened={opened} />
    </Node>
  );
  return (
    <Section title="Tasks that set each other off">
      <p className="mb-2 text-xs text-ink-soft">
        Each has a scope of its own; what those above it did and read goes on counting.
      </p>
      {opened.length > MOST && (
        <div className="mb-2">
          <AllBelow task={id} count={opened.length} />
        </div>
      )}
      <ul aria-label="Tasks that set each other off">
        {task.cause === null ? (
          here
        ) : (
          <Above cause={task.cause} depth={task.depth}>
            {here}
          </Above>
        )}
      </ul>
    </Section>
  );
}

interface AboveProps {
  readonly cause: NonNullable<TaskDetail['cause']>;
  readonly depth: number;
  readonly children: ReactNode;
}

/** What stands above, from the first down; each is asked for once the one below it names it. */
function Above({ cause: { task: id }, depth, children }: AboveProps) {
  const { data } = useQuery({ ...taskQuery(id ?? ''), enabled: id !== null });
  if (id === null) {
    return (
      <li className="py-1 text-sm text-ink-soft">
        one of several tasks, {depth} above it in all
        <ul className="ml-3 border-l border-line pl-2">{children}</ul>
      </li>
    );
  }
  const node = (
    <Node id={id} above={data?.cause?.task ?? null}>
      {children}
    </Node>
  );
  if (!data?.cause) return node;
  return (
    <Above cause={data.cause} depth={data.depth}>
      {node}
    </Above>
  );
}

interface BelowProps {
  readonly above: string;
  readonly opened: readonly RecordView[];
}

function Below({ above, opened }: BelowProps) {
  const direct = opened.filter((one) => causeOf(one) === above);
  const more = direct.length - MOST;
  return (
    <>
      {direct.slice(0, MOST).map((one) => {
        const id = textOf(one, 'task') ?? '';
        return (
          <Node key={one.id} id={id} above={above}>
            <Below above={id} opened={opened.filter((other) => other !== one)} />
          </Node>
        );
      })}
      {more > 0 && <li className="py-1 text-xs text-ink-soft">and {more.toLocaleString()} more</li>}
    </>
  );
}

function causeOf({ body }: RecordView): string | null {
  const cause = body['cause'] as { readonly task?: string | null } | null | undefined;
  return cause?.task ?? null;
}

interface NodeProps {
  readonly id: string;
  /** The one that set it off; null: none did, or nobody knows. */
  readonly above: string | null;
  readonly isHere?: boolean;
  readonly children: ReactNode;
}

function Node({ id, above, isHere = false, children }: NodeProps) {
  const { data } = useQuery(taskQuery(id));
  return (
    <li>
      <div className={`rounded-md px-1 py-1 text-sm ${isHere ? 'bg-accent-soft' : ''}`}>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
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
          {data && <span className="text-xs text-ink-soft">{standingWords(data)}</span>}
        </p>
        {data && above !== null && <Narrower above={above} task={data} />}
      </div>
      <ul className="ml-3 border-l border-line pl-2">{children}</ul>
    </li>
  );
}

/** Whose it is, what it used of what it may, and what of it waits. */
function standingWords({ summary, usage, scope: { limits }, holds }: TaskDetail): string {
  const waiting = holds.filter(({ status }) => status === 'pending').length;
  const money = limits.money === undefined ? null : limits.money / 10_000;
  return [
    summary.agent,
    `${usage.calls.toLocaleString()} of ${limits.calls.toLocaleString()} calls`,
    ...(money === null
      ? []
      : [`${(usage.spent / 10_000).toLocaleString()} of ${money.toLocaleString()} spent`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting for people`]),
  ].join(' · ');
}

/** What became less on the way down, and what is its own. */
function Narrower({ above, task }: { readonly above: string; readonly task: TaskDetail }) {
  const { data } = useQuery(taskQuery(above));
  if (data === undefined) return null;
  const { lost, own, lower } = narrowingOf(data.scope, task.scope);
  return (
    <dl className="ml-5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-ink-soft">
      <Names title="lost" names={lost} />
      <Names title="less" names={lower} />
      <Names title="its own" names={own} />
    </dl>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd className="break-words text-ink">
        <UntrustedLine text={names.join(', ')} most={400} />
      </dd>
    </>
  );
}
