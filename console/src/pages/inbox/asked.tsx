import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { Moment } from '../../parts/clock.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { LabelChips } from '../../parts/signs.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { soFarWords } from './telling.ts';

/** It is no action that waits, but a wish to count some data as less than it is. */
export function Lowering({ asked }: { readonly asked: NonNullable<HoldDetail['asked']> }) {
  const { actor, source, from, declassification } = asked;
  const { sensitivity, without, tool, until } = declassification;
  return (
    <div className="mb-3">
      <Section title="What it asks to declassify">
        <Facts
          facts={[
            ['asked by', `${actor.kind} ${actor.id}`],
            ['data', <UntrustedLine text={`${source.record}${source.pointer}`} />],
            ['carries', <LabelChips labels={from} />],
            [
              'shall count as',
              without.length === 0 ? sensitivity : `${sensitivity}, without ${without.join(', ')}`,
            ],
            ['for', tool === null ? 'any tool' : <UntrustedLine text={tool} />],
            ['until', <Moment at={until} />],
          ]}
        />
      </Section>
    </div>
  );
}

/** It is no action that waits, but the next step of the task. */
export function GoingOn({ next }: { readonly next: NonNullable<HoldDetail['next']> }) {
  return (
    <div className="mb-3">
      <Section title="What it asks to go on with">
        <Facts
          facts={[
            ['step', <UntrustedLine text={next.step} />],
            ['asked by', `${next.actor.kind} ${next.actor.id}`],
            ['until then', soFarWords(next.soFar)],
          ]}
        />
      </Section>
    </div>
  );
}
