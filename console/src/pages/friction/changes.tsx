// What would have spared most: what lets nothing through that must not run may be proposed; the rest stands
// apart, with the records that speak against it.

import { Link } from '@tanstack/react-router';
import { OctagonX } from 'lucide-react';
import type { FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';
import { Chip } from '../../parts/chip.tsx';
import { RecordReference } from '../../parts/record-link.tsx';
import { Section } from '../../parts/section.tsx';
import { FactLine, FactList, ProposableFacts } from './fact.tsx';

type Change = FrictionView['changes'][number];

export function Changes({ friction: { changes, held } }: { readonly friction: FrictionView }) {
  const good = changes.filter(({ letsThrough }) => letsThrough === 0);
  const bad = changes.filter(({ letsThrough }) => letsThrough > 0);
  return (
    <>
      <Section title="What would have spared most, were it true">
        {good.length === 0 ? (
          <p className="text-sm text-ink-soft">
            {bad.length === 0
              ? 'No single fact would have spared any of them.'
              : 'Nothing that would not also have let through what must not run.'}
          </p>
        ) : (
          <>
            <p className="mb-2 text-sm text-ink-soft">Each was tried on all that was ever refused.</p>
            <ProposableFacts
              facts={good.map((one) => [one, one.hold, <Spares key={one.name} change={one} held={held} />])}
            />
          </>
        )}
      </Section>
      {bad.length > 0 && <Against changes={bad} held={held} />}
    </>
  );
}

function Against({ changes, held }: { readonly changes: readonly Change[]; readonly held: number }) {
  return (
    <Section
      title="What would also have let through what must not run"
      aside={
        <Chip tone="deny" icon={OctagonX}>
          better not
        </Chip>
      }
    >
      <FactList>
        {changes.map((one) => (
          <FactLine key={one.name} fact={one} note={<Spares change={one} held={held} />}>
            <p className="text-deny">
              Better not: it would also have let through{' '}
              {one.through.map(({ record, why }, index) => (
                <span key={record}>
                  {index > 0 && ', '}
                  <RecordReference id={record}>{record}</RecordReference> ({why})
                </span>
              ))}
              {one.letsThrough > one.through.length &&
                ` and ${(one.letsThrough - one.through.length).toLocaleString()} more`}
              .
            </p>
          </FactLine>
        ))}
      </FactList>
    </Section>
  );
}

function Spares({ change, held }: { readonly change: Change; readonly held: number }) {
  const { spares, hold, unchecked } = change;
  return (
    <>
      spares {spares.toLocaleString()} of {held.toLocaleString()} holds, such as <HoldLink hold={hold} />
      {unchecked > 0 && ` · ${unchecked.toLocaleString()} of what was refused could not be tried`}
    </>
  );
}

export function HoldLink({ hold }: { readonly hold: string }) {
  return (
    <Link
      to="/inbox/$hold"
      params={{ hold }}
      className="font-mono break-all text-accent underline underline-offset-2"
    >
      {hold}
    </Link>
  );
}
