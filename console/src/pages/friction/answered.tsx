import { useMemo } from 'react';
import type { FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';
import { Counts } from '../../parts/counts.tsx';
import { boundWords } from './words.ts';

export function TimeToDecide({ answered }: Pick<FrictionView, 'answered'>) {
  const counts = useMemo(() => answered.map((one) => [boundWords(one), one.holds] as const), [answered]);
  return <Counts title="How long people take to answer" head={['Up to', 'Holds']} counts={counts} />;
}
