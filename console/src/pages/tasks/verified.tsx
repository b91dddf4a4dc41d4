// Whether what an act came to is what was asked, as far as a check or a reading told.

import { useQuery } from '@tanstack/react-query';
import { contradictionsQuery } from '../../api/queries.ts';
import { Compared } from '../../parts/contradictions.tsx';
import { Section } from '../../parts/section.tsx';
import { ContradictedChip } from '../../parts/signs.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { isContradicted, verifiedIn, verifiedWords } from '../../text/verified.ts';
import type { Act } from './story.ts';

const INKS = { confirmed: 'text-permit', contradicted: 'text-deny', untold: 'text-hold' } as const;

interface VerifiedProps {
  readonly task: string;
  readonly act: Act;
}

export function Verified({ task, act }: VerifiedProps) {
  const isOdd = act.records.some(isContradicted);
  const { data } = useQuery({ ...contradictionsQuery(task), enabled: isOdd });
  const told = act.records.flatMap(({ id, type, body }) => {
    const verified = verifiedIn({ body });
    return verified === null ? [] : [{ id, verified, isReadBack: type === 'outcome-read-back' }];
  });
  if (told.length === 0) return null;
  return (
    <Section title="Whether it did what was asked" aside={isOdd && <ContradictedChip />}>
      <ul className="flex flex-col gap-2 text-sm">
        {told.map(({ id, verified, isReadBack }) => {
          const contradiction = data?.contradictions.find(({ record }) => record === id);
          return (
            <li key={id}>
              <p className={`break-words ${INKS[verified.verdict]}`}>
                <UntrustedLine text={verifiedWords(verified, isReadBack)} most={600} />
              </p>
              {contradiction && <Compared contradiction={contradiction} />}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
