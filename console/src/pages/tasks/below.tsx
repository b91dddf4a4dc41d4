// However many tasks one set off, every one of them can be reached: asked for once somebody wants to see
// them, and drawn as far as they are in sight.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { TaskBelow } from '../../../../src/surfaces/http/contract/below.ts';
import { belowQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Answered } from '../../parts/page.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { byUrgency } from './containment.ts';
import { TaskStatusChip } from './status-chip.tsx';

interface AllBelowProps {
  readonly task: string;
  readonly count: number;
}

export function AllBelow({ task, count }: AllBelowProps) {
  const [isOpen, setOpen] = useState(false);
  const answer = useQuery({ ...belowQuery(task), enabled: isOpen });
  if (!isOpen) {
    return <Button onClick={() => setOpen(true)}>Show all {count.toLocaleString()} below this one</Button>;
  }
  return (
    <Answered answer={answer} what="The tasks below this one">
      {({ tasks }) => <Listed tasks={tasks} />}
    </Answered>
  );
}

const COLUMNS: readonly Column<TaskBelow>[] = [
  {
    name: 'Task',
    width: '3fr',
    isMain: true,
    cell: ({ id, workflow }) => (
      <Link to="/tasks/$task" params={{ task: id }} className="text-accent underline underline-offset-2">
        {workflow} <code className="font-mono text-xs">{id}</code>
      </Link>
    ),
  },
  { name: 'State', width: '7rem', cell: ({ status }) => <TaskStatusChip status={status} /> },
  { name: 'Now', width: '8rem', cell: (one) => nowOf(one) },
  { name: 'Agent', width: '1fr', wideOnly: true, cell: ({ agent }) => agent },
  {
    name: 'Calls',
    width: '6rem',
    wideOnly: true,
    cell: ({ calls, mostCalls }) =>
      mostCalls === null ? calls.toLocaleString() : `${calls} of ${mostCalls.toLocaleString()}`,
  },
];

function nowOf({ running, waiting }: TaskBelow): string {
  return [
    ...(running === 0 ? [] : [`${running} ${running === 1 ? 'runs' : 'run'}`]),
    ...(waiting === 0 ? [] : [`${waiting} ${waiting === 1 ? 'waits' : 'wait'}`]),
  ].join(', ');
}

function Listed({ tasks }: { readonly tasks: readonly TaskBelow[] }) {
  const [q, setQ] = useState('');
  const word = q.trim().toLowerCase();
  const shown = byUrgency(tasks).filter((one) => wordsOf(one).includes(word));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label>
          <span className="sr-only">Search the tasks below this one</span>
          <input
            type="search"
            value={q}
            placeholder="Search"
            onChange={({ target }) => setQ(target.value)}
            className="h-9 w-44 rounded-md border border-line-strong bg-page px-2 text-base
              placeholder:text-ink-soft sm:h-7 sm:text-sm"
          />
        </label>
        <p role="status" className="text-xs text-ink-soft tabular">
          {shown.length.toLocaleString()} of {tasks.length.toLocaleString()} tasks
        </p>
      </div>
      <Table
        label="Tasks below this one"
        columns={COLUMNS}
        rows={shown}
        keyOf={({ id }) => id}
        empty={<Empty icon={Search} title="No task below this one fits the search" />}
      />
    </div>
  );
}

/** What is seen of it can be searched for. */
function wordsOf(one: TaskBelow): string {
  return [one.workflow, one.id, one.agent, one.status, nowOf(one)].join(' ').toLowerCase();
}
