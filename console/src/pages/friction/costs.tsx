// How often people are asked, how long they take and what for: each picture with its table.

import { useMemo } from 'react';
import type { FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';
import { Counts } from '../../parts/counts.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Facts, Section, Titled } from '../../parts/section.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { Row, SmallTable } from '../../parts/small-table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { shareOf } from '../../text/share.ts';
import { spanOf } from '../../text/time.ts';
import { TimeToDecide } from './answered.tsx';
import { needWords } from './words.ts';

/** Of what grows with the organisation, so many rows are shown. */
const MOST = 12;

interface CostsProps {
  readonly friction: FrictionView;
}

export function Costs({ friction }: CostsProps) {
  const { actions, held, questions, denied, timeToDecide, outcomes, needs, answered } = friction;
  const ends = useMemo(() => Object.entries(outcomes), [outcomes]);
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure
          name="Held"
          value={shareOf(held, actions)}
          note={`${held.toLocaleString()} of ${actions.toLocaleString()} actions`}
        />
        <Figure name="Questions" value={questions.toLocaleString()} note="like actions are shown together" />
        <Figure
          name="Half answered within"
          value={timeToDecide === null ? '–' : spanOf(timeToDecide.medianMs)}
          note={
            timeToDecide === null ? 'nobody answered any yet' : `9 of 10 within ${spanOf(timeToDecide.p90Ms)}`
          }
        />
        <Figure
          name="To be spared"
          value={needs.avoidable.toLocaleString()}
          note="by one fact, were it true"
        />
      </dl>
      <Facts
        facts={[
          ['Of the holds', needWords(friction)],
          ['Denied', `${denied.toLocaleString()} actions, about which nobody was asked`],
        ]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
        <Counts title="What became of them" head={['End', 'Holds']} counts={ends} />
        {timeToDecide !== null && <TimeToDecide answered={answered} />}
      </div>
    </div>
  );
}

/** Which rules ask, and where. */
export function Causes({ friction }: CostsProps) {
  const { rules, by, held } = friction;
  return (
    <Section title="Why people are asked">
      <div className="flex flex-col gap-4">
        <Titled title="By rule">
          <SmallTable caption="Why people are asked, by rule" head={['Because it', 'Asked', 'Share']}>
            {rules.slice(0, MOST).map(({ policy, reason, holds }) => (
              <Row
                key={`${policy} ${reason}`}
                cells={[
                  <>
                    <UntrustedLine text={reason} most={400} />{' '}
                    <code className="font-mono text-xs break-all text-ink-soft">{policy}</code>
                  </>,
                  holds.toLocaleString(),
                  <ShareBar whole={held} parts={[['bg-hold', holds]]} />,
                ]}
              />
            ))}
          </SmallTable>
          <More count={rules.length} />
        </Titled>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-3">
          {(['workflow', 'agent', 'tool'] as const).map((what) => (
            <Where key={what} what={what} shares={by[what]} />
          ))}
        </div>
      </div>
    </Section>
  );
}

interface WhereProps {
  readonly what: keyof FrictionView['by'];
  readonly shares: FrictionView['by']['tool'];
}

function Where({ what, shares }: WhereProps) {
  return (
    <Titled title={`By ${what}`}>
      <SmallTable caption={`How much is held, by ${what}`} head={['Name', 'Held', 'Of', 'Share']}>
        {shares.slice(0, MOST).map(({ name, holds, actions }) => (
          <Row
            key={name}
            cells={[
              <UntrustedLine text={name} />,
              holds.toLocaleString(),
              actions.toLocaleString(),
              <ShareBar whole={actions} parts={[['bg-hold', holds]]} />,
            ]}
          />
        ))}
      </SmallTable>
      <More count={shares.length} />
    </Titled>
  );
}

function More({ count }: { readonly count: number }) {
  if (count <= MOST) return null;
  return (
    <p className="pt-2 text-xs text-ink-soft">
      and {(count - MOST).toLocaleString()} more: <code className="font-mono">holdpoint friction --json</code>
    </p>
  );
}
