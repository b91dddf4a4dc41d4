// Stopping a task: what it will do is said before, and what it did and when, after.

import { Dialog } from '@base-ui/react/dialog';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, OctagonX } from 'lucide-react';
import { useState } from 'react';
import type { ContainmentEvent, TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import type { TaskBelow } from '../../../../src/surfaces/http/contract/below.ts';
import { getLines } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { belowQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { FIELD } from '../../parts/field.ts';
import { MayNot } from '../../parts/may-not.tsx';
import { Refused } from '../../parts/refused.tsx';
import { countedWords } from '../../text/counted.ts';
import { addUp, standingOf, stoppedOf, type Standing } from './containment.ts';

interface QuarantineProps {
  readonly task: TaskDetail;
  /** Calls that run now. */
  readonly running: number;
  /** Tasks that it set off. */
  readonly below: number;
}

export function Quarantine(props: QuarantineProps) {
  const { summary } = props.task;
  const [isOpen, setOpen] = useState(false);
  const { stop, told } = useStop(summary.id);
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open && !stop.isPending) stop.reset();
      }}
    >
      <Dialog.Trigger
        render={
          <Button disabled={summary.status === 'quarantined'}>
            <OctagonX size={14} aria-hidden className="text-deny" />
            {summary.status === 'quarantined' ? 'Quarantined' : 'Quarantine…'}
          </Button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/40" />
        <Dialog.Popup
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[90vh] w-[min(30rem,94vw)] -translate-x-1/2
            -translate-y-1/2 flex-col gap-3 overflow-auto rounded-lg border border-line bg-panel p-4
            shadow-xl"
        >
          <Dialog.Title className="font-semibold">Quarantine this task</Dialog.Title>
          <Stopping {...props} stop={stop} told={told} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface Asked {
  readonly reason: string;
  readonly tree: boolean;
}

/** Stops it, and tells each line of the answer as it comes. */
function useStop(task: string) {
  const client = useQueryClient();
  const [told, setTold] = useState<readonly ContainmentEvent[]>([]);
  const stop = useMutation({
    mutationFn: async (asked: Asked) => {
      setTold([]);
      const path = `/tasks/${encodeURIComponent(task)}/quarantine`;
      for await (const line of getLines<ContainmentEvent>(path, { body: asked })) {
        setTold((before) => [...before, line]);
      }
    },
    onSettled: () => client.invalidateQueries(),
  });
  return { stop, told };
}

interface StoppingProps extends QuarantineProps {
  readonly stop: ReturnType<typeof useStop>['stop'];
  readonly told: readonly ContainmentEvent[];
}

/** What it will do, how far it is, and what it did. */
function Stopping({ stop, told, ...props }: StoppingProps) {
  const [reason, setReason] = useState('');
  const [isTree, setTree] = useState(props.below > 0);
  const isAsked = isTree && props.below > 0;
  const { data, error } = useQuery({ ...belowQuery(props.task.summary.id), enabled: isAsked });
  const tree = isAsked ? (data?.tasks ?? null) : [];
  const may = useMay('quarantine');
  const isAllTold = told.length > 0 && (!isTree || told.some((event) => 'below' in event));
  const isQuiet = told.some(({ event }) => event === 'quiesced');
  const isBefore = told.length === 0 && !stop.isPending;
  return (
    <>
      {isBefore && (
        <>
          <WillDo {...props} tree={tree} error={error} isTree={isTree} setTree={setTree} />
          {may ? <Reason reason={reason} setReason={setReason} /> : <MayNot />}
        </>
      )}
      <Refused error={stop.error} />
      <Done told={told} isPending={stop.isPending && isAllTold && !isQuiet} />
      {stop.isPending && !isAllTold && <Doing task={props.task} tree={tree} isTold={told.length > 0} />}
      <div className="flex justify-end gap-2">
        <Dialog.Close render={<Button>{isBefore ? 'Leave it running' : 'Close'}</Button>} />
        {isBefore && (
          <Button
            kind="main"
            disabled={!may || reason.trim() === ''}
            onClick={() => stop.mutate({ reason, tree: isTree })}
          >
            Quarantine
          </Button>
        )}
      </div>
    </>
  );
}

interface WillDoProps extends QuarantineProps {
  /** Those below that are stopped too; null: they are being counted. */
  readonly tree: readonly TaskBelow[] | null;
  /** Why they cannot be; null: they can. */
  readonly error: unknown;
  readonly isTree: boolean;
  readonly setTree: (isTree: boolean) => void;
}

function WillDo({ task, running, below, tree, error, isTree, setTree }: WillDoProps) {
  const open = (tree ?? []).filter(({ status }) => status === 'open').length;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p>
        Nothing of it begins any more, and it does not come back. As of now it will
        {open > 0 && `, in all ${(open + 1).toLocaleString()} tasks that are open,`}
      </p>
      {tree === null ? (
        <p role="status" className="text-ink-soft">
          {error === null
            ? 'Counting what runs and what waits in all of them…'
            : 'abort, void and revoke what there is in all of them: it cannot be counted now'}
        </p>
      ) : (
        <Figures {...addUp([standingOf(task, running), ...tree])} />
      )}
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={isTree}
          onChange={({ target }) => setTree(target.checked)}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          and stop all that it may have set off: {countedWords(below, 'task')} on record, and whatever begins
          meanwhile
        </span>
      </label>
    </div>
  );
}

function Figures({ running, waiting, leases }: Standing) {
  return (
    <ul className="list-disc pl-5">
      <li>
        abort {countedWords(running, 'call')} that {running === 1 ? 'runs' : 'run'}
      </li>
      <li>
        void {countedWords(waiting, 'hold')} that {waiting === 1 ? 'waits' : 'wait'} for people
      </li>
      <li>revoke {countedWords(leases, 'credential')}</li>
    </ul>
  );
}

interface DoingProps extends Pick<WillDoProps, 'task' | 'tree'> {
  /** The answer says of the task itself what is done. */
  readonly isTold: boolean;
}

/** How far it is, as the records say while it is at work. */
function Doing({ task, tree, isTold }: DoingProps) {
  const isStopped = task.summary.status === 'quarantined';
  const { stopped, of } = stoppedOf(tree ?? []);
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      {!isTold && (
        <p className="flex gap-2">
          {isStopped && <Check size={15} aria-hidden className="mt-0.5 shrink-0 text-permit" />}
          {isStopped ? 'This task is stopped: nothing new of it begins.' : 'Stopping this task…'}
        </p>
      )}
      {of > 0 && (
        <p className="text-ink-soft tabular">
          {stopped.toLocaleString()} of {countedWords(of, 'task')} below it stopped
        </p>
      )}
    </div>
  );
}

function Reason({ reason, setReason }: ReasonProps) {
  return (
    <label className="flex flex-col gap-1 text-sm">
      <span className="font-medium">Why</span>
      <textarea
        rows={2}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        placeholder="What you saw; it is recorded"
        className={FIELD}
      />
    </label>
  );
}

interface ReasonProps {
  readonly reason: string;
  readonly setReason: (reason: string) => void;
}

const STEPS = { 'calls-ended': 'calls ended', 'leases-revoked': 'credentials revoked' } as const;

interface DoneProps {
  readonly told: readonly ContainmentEvent[];
  readonly isPending: boolean;
}

function Done({ told, isPending }: DoneProps) {
  if (told.length === 0) return null;
  return (
    <div role="status">
      <ol className="flex flex-col gap-2 text-sm">
        {told.map((event, index) => (
          <li key={index} className="flex gap-2">
            <Check size={15} aria-hidden className="mt-0.5 shrink-0 text-permit" />
            <Told event={event} />
          </li>
        ))}
        {isPending && <li className="text-ink-soft">Waiting for what still runs…</li>}
      </ol>
    </div>
  );
}

function Told({ event }: { readonly event: ContainmentEvent }) {
  const ms = Math.round(event.event === 'quiesced' ? event.quiescedMs : event.recordedMs);
  switch (event.event) {
    case 'recorded':
      return (
        <span>
          <b className="font-medium">Recorded</b> after {ms} ms: nothing new begins.{' '}
          {countedWords(event.voidHolds, 'hold')} void.
        </span>
      );
    case 'tree-recorded':
      return (
        <span>
          <b className="font-medium">All below stopped</b> after {ms} ms:{' '}
          {countedWords(event.below.length, 'task')}, {countedWords(event.voidHolds, 'hold')} void.
        </span>
      );
    case 'quiesced':
      return (
        <span>
          <b className="font-medium">Quiet</b> after {ms} ms: nothing of it runs.{' '}
          {countedWords(event.aborted, 'call')} aborted.
          {event.steps.map(({ step, atMs, count, left }) => (
            <span key={step} className="block text-xs text-ink-soft">
              {count} {STEPS[step]} after {Math.round(atMs)} ms{left > 0 && `, ${left} owed still`}
            </span>
          ))}
        </span>
      );
  }
}
