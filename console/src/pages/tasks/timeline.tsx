// What was done, on one line of time: amber while it waited for people, green while it ran.

import { memo } from 'react';
import { RowsInSight, useInSight } from '../../parts/rows-in-sight.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { decisionOf, type Act } from './story.ts';
import { offsetOf } from './offset.ts';
import { subjectOf, wordsOfAct } from './words.ts';

const ROW = 40;
const TONES = {
  neutral: 'text-ink-soft',
  accent: 'text-accent',
  permit: 'text-permit',
  hold: 'text-hold',
  deny: 'text-deny',
};

interface TimelineProps {
  readonly acts: readonly Act[];
  readonly selected: Act | undefined;
  readonly select: (record: string) => void;
  /** Unix milliseconds; what the line begins and ends with. */
  readonly from: number;
  readonly until: number;
}

export function Timeline({ acts, selected, select, from, until }: TimelineProps) {
  const at = selected === undefined ? -1 : acts.indexOf(selected);
  const { box, virtual } = useInSight({ count: acts.length, height: ROW, overscan: 10, at });
  return (
    <>
      <Axis span={Math.max(1, until - from)} />
      <div
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Timeline"
        className="relative max-h-[70vh] overflow-auto"
      >
        <ol className="relative" style={{ height: virtual.getTotalSize() }}>
          <RowsInSight
            virtual={virtual}
            items={acts}
            height={ROW}
            row={(act) => (
              <Row
                act={act}
                isSelected={act === selected}
                select={select}
                from={from}
                span={Math.max(1, until - from)}
              />
            )}
          />
        </ol>
      </div>
    </>
  );
}

const MARKS = [0, 0.25, 0.5, 0.75, 1];

/** Times that the bars below can be read by. */
function Axis({ span }: { readonly span: number }) {
  return (
    <div
      aria-hidden
      className="hidden grid-cols-[14rem_minmax(0,1fr)_5rem] gap-3 border-b
        border-line-strong px-2.5 py-1 text-xs text-ink-soft tabular sm:grid"
    >
      <span>What</span>
      <span className="flex justify-between">
        {MARKS.map((mark) => (
          <span key={mark}>{offsetOf(span * mark, 0)}</span>
        ))}
      </span>
      <span className="text-right">Begun</span>
    </div>
  );
}

interface RowProps {
  readonly act: Act;
  readonly isSelected: boolean;
  readonly select: (record: string) => void;
  readonly from: number;
  readonly span: number;
}

/** Drawn anew where it is chosen or left, not at each move. */
const Row = memo(function Row({ act, isSelected, select, from, span }: RowProps) {
  const { icon: Icon, tone, says } = wordsOfAct(act);
  const mark = isSelected ? 'border-l-accent bg-accent-soft' : 'border-l-transparent hover:bg-raised';
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => select(decisionOf(act).id)}
      className={`grid h-full w-full grid-cols-[minmax(0,1fr)_5rem] items-center gap-3 border-b border-l-2
        border-b-line px-2 text-left text-sm sm:grid-cols-[14rem_minmax(0,1fr)_5rem] ${mark}`}
    >
      <span className="flex min-w-0 items-center gap-2">
        <Icon size={15} aria-hidden className={`shrink-0 ${TONES[tone]}`} />
        <span className="min-w-0 leading-tight">
          <span className="block truncate font-mono text-xs">
            <UntrustedLine text={subjectOf(act)} most={80} />
          </span>
          <span className={`block truncate text-xs ${TONES[tone]}`}>{says}</span>
        </span>
      </span>
      <span aria-hidden className="relative hidden h-full sm:block">
        <Bars act={act} from={from} span={span} tone={tone} />
      </span>
      <span className="text-right text-xs text-ink-soft tabular">{offsetOf(act.beganAt, from)}</span>
    </button>
  );
});

function Bars({
  act,
  from,
  span,
  tone,
}: Omit<RowProps, 'isSelected' | 'select'> & { readonly tone: string }) {
  const { beganAt, endedAt, ranAt } = act;
  const place = (start: number, end: number) => ({
    left: `${(100 * (start - from)) / span}%`,
    width: `max(3px, ${(100 * (end - start)) / span}%)`,
  });
  const bar = 'absolute top-1/2 h-2 -translate-y-1/2 rounded-sm';
  const ran = {
    neutral: 'bg-ink-soft',
    accent: 'bg-accent',
    permit: 'bg-permit',
    hold: 'bg-hold',
    deny: 'bg-deny',
  };
  // What still waits has waited until now, or until its task was over.
  const waitedUntil = ranAt ?? (act.verdict === 'hold' ? from + span : endedAt);
  const hasWaited = waitedUntil > beganAt;
  return (
    <>
      <span className="absolute inset-x-0 top-1/2 border-t border-dashed border-line" />
      {hasWaited && <span className={`${bar} bg-hold opacity-60`} style={place(beganAt, waitedUntil)} />}
      <span className={`${bar} ${ran[tone as keyof typeof ran]}`} style={place(ranAt ?? endedAt, endedAt)} />
    </>
  );
}
