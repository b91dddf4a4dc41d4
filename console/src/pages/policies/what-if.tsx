// What a change would have decided otherwise, of what was really asked. Nothing is decided by it.

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { ProposalView } from '../../../../src/surfaces/http/contract/policy.ts';
import type { SimulationLine } from '../../../../src/surfaces/http/contract/replay.ts';
import { getLongAnswer } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { RECORD, TOOL, verdictColumn } from '../../parts/decision-columns.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner, Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { progressWords } from '../../text/progress.ts';

const LAST = 10_000;

type Sources = ProposalView['sources'];
type Changed = Extract<SimulationLine, { event: 'changed' }>;
type Done = Extract<SimulationLine, { event: 'done' }>;

const COLUMNS: readonly Column<Changed>[] = [
  verdictColumn('Was', ({ before }) => before.verdict),
  verdictColumn('Would be', ({ after }) => after.verdict),
  TOOL,
  {
    name: 'By',
    width: '2fr',
    wideOnly: true,
    cell: ({ after }) => (
      <span className="text-ink-soft">{after.determining.join(', ') || 'no policy permits'}</span>
    ),
  },
  RECORD,
];

export function WhatIf({ sources, isReady }: { readonly sources: Sources; readonly isReady: boolean }) {
  const [says, setSays] = useState('');
  const run = useMutation({
    mutationFn: async (): Promise<{ readonly changed: readonly Changed[]; readonly done: Done }> => {
      const changed: Changed[] = [];
      const heard = (line: Exclude<SimulationLine, Done>): void => {
        if (line.event === 'changed') changed.push(line);
        if (line.event === 'progress') setSays(progressWords(line));
      };
      const body = { sources, last: LAST };
      const done = await getLongAnswer<SimulationLine>('/policy/simulate', heard, { body });
      return { changed, done };
    },
  });
  return (
    <Section
      title="What it would have decided otherwise"
      aside={
        <Button disabled={!isReady || run.isPending} onClick={() => run.mutate()}>
          <FlaskConical size={14} aria-hidden /> Try it on what was asked
        </Button>
      }
    >
      {run.isIdle && (
        <p className="text-sm text-ink-soft">
          Judges the latest {LAST.toLocaleString()} recorded decisions again by this text.
        </p>
      )}
      {run.isPending && <p className="text-sm text-ink-soft tabular">{says || 'Reading…'}</p>}
      <Refused error={run.error} />
      {run.data && (
        <>
          <Banner tone={run.data.changed.length === 0 ? 'permit' : 'hold'} icon={CircleCheck}>
            {run.data.changed.length.toLocaleString()} of {run.data.done.decisions.toLocaleString()} decisions
            would be others. {apartWords(run.data.done)}
          </Banner>
          <Table
            label="Decisions that would be others"
            columns={COLUMNS}
            rows={run.data.changed}
            keyOf={({ record }) => record}
            empty={<Empty icon={CircleCheck} title="Nothing would be decided otherwise" />}
          />
        </>
      )}
    </Section>
  );
}

/** What could not be compared is said, never counted as the same. */
function apartWords({ apart }: Done): string {
  const words = Object.entries(apart).filter(([, count]) => count > 0);
  if (words.length === 0) return '';
  return `Not compared: ${words.map(([why, count]) => `${count} ${why}`).join(', ')}.`;
}
