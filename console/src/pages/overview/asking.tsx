// What asking people costs: measured over the whole ledger, when somebody wants to know.

import { useMutation } from '@tanstack/react-query';
import { Timer } from 'lucide-react';
import { useState } from 'react';
import type { FrictionView } from '../../../../src/surfaces/http/contract-friction.ts';
import { getLongAnswer } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/state.tsx';
import { progressWords, type Progress } from '../../text/progress.ts';
import { spanOf } from '../../text/time.ts';

type Line = FrictionView | ({ readonly event: 'progress' } & Progress);

export function Asking() {
  const [says, setSays] = useState('');
  const run = useMutation({
    mutationFn: () => getLongAnswer<Line>('/friction', (line) => setSays(progressWords(line))),
  });
  return (
    <Section
      title="What asking people costs"
      aside={
        <Button disabled={run.isPending} onClick={() => run.mutate()}>
          <Timer size={14} aria-hidden /> Measure
        </Button>
      }
    >
      {run.isIdle && (
        <p className="text-sm text-ink-soft">
          Counts over the whole ledger how much waits for people, how long they take, and what would have
          spared it. It reads and changes nothing.
        </p>
      )}
      {run.isPending && <p className="text-sm text-ink-soft tabular">{says || 'Reading…'}</p>}
      {run.error !== null && <Trouble error={run.error} what="What asking costs" />}
      {run.data && <Costs friction={run.data} />}
    </Section>
  );
}

function Costs({ friction }: { readonly friction: FrictionView }) {
  const { actions, held, timeToDecide, outcomes, changes } = friction;
  const percent = actions === 0 ? 0 : Math.round((1_000 * held) / actions) / 10;
  const ends = Object.entries(outcomes).filter(([, count]) => count > 0);
  return (
    <>
      <Facts
        facts={[
          ['Held', `${held.toLocaleString()} of ${actions.toLocaleString()} actions (${percent} %)`],
          ['Became of them', ends.map(([end, count]) => `${end}: ${count}`).join(', ') || 'nothing yet'],
          [
            'Time to decide',
            timeToDecide === null
              ? 'nobody answered any yet'
              : `half within ${spanOf(timeToDecide.medianMs)}, 9 of 10 within ${spanOf(timeToDecide.p90Ms)}`,
          ],
        ]}
      />
      {changes.length > 0 && (
        <>
          <h3 className="mt-3 mb-1 text-sm font-medium">What would have spared holds, for review</h3>
          <ul className="list-disc pl-5 text-sm">
            {changes.slice(0, 5).map(({ words, spares, letsThrough }, index) => (
              <li key={index}>
                {words}: spares {spares}
                {letsThrough > 0 && `, but lets ${letsThrough} through that must not`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
