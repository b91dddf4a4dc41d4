import { OctagonX, Users } from 'lucide-react';
import type { Status } from '../../../../src/surfaces/http/contract.ts';
import { Chip } from '../../parts/chip.tsx';
import { Ago } from '../../parts/clock.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner, Empty } from '../../parts/state.tsx';

interface WitnessesProps {
  readonly witnessing: Status['witnessing'];
  /** Records in the ledger now. */
  readonly size: number;
}

/** Who else saw this history. */
export function Witnesses({ witnessing, size }: WitnessesProps) {
  if (witnessing === null) {
    return (
      <Section title="Witnesses">
        <Empty icon={Users} title="Nobody else has seen this ledger">
          Whoever holds its key could show two histories. Witnesses cosign checkpoints, and each sees one
          history only: name some under <code className="font-mono text-xs">witnesses</code> in
          holdpoint.yaml.
        </Empty>
      </Section>
    );
  }
  const { have, need, cosignedSize, alarm, witnesses } = witnessing;
  return (
    <Section
      title="Witnesses"
      aside={
        <Chip tone={have >= need ? 'permit' : 'hold'}>
          {have} of {need} cosigned
        </Chip>
      }
    >
      {alarm !== null && (
        <Banner tone="deny" icon={OctagonX}>
          A witness saw another history ({alarm}). See: holdpoint doctor
        </Banner>
      )}
      <p className="mb-2 text-sm text-ink-soft tabular">
        {cosignedSize.toLocaleString()} of {size.toLocaleString()} records stand under a checkpoint that
        enough have cosigned since the start.
      </p>
      <ul className="flex flex-col gap-2">
        {witnesses.map(({ name, size: seen, cosignedAt, failure }) => (
          <li key={name} className="text-sm">
            <p className="font-mono text-xs break-all">{name}</p>
            <p className="text-ink-soft">
              {cosignedAt === null ? (
                'has cosigned nothing yet'
              ) : (
                <>cosigned {seen.toLocaleString()} records </>
              )}
              {cosignedAt !== null && <Ago at={cosignedAt} />}
            </p>
            {failure !== null && <p className="text-deny">{failure}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
