import type { BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import { Chip } from '../../parts/chip.tsx';
import { EffectChip } from '../../parts/signs.tsx';

type Reach = BlastView['reach'];

const EGRESS: { readonly [egress in Reach['egress']]: string } = {
  none: 'stays inside',
  shared: 'reaches shared systems',
  external: 'leaves the organisation',
  unknown: 'nobody knows where it goes',
};

export function EgressChip({ egress }: Pick<Reach, 'egress'>) {
  const isFar = egress === 'external' || egress === 'unknown';
  return <Chip tone={isFar ? 'hold' : 'neutral'}>{EGRESS[egress]}</Chip>;
}

/** A sum over everything that could be reached. */
export function ReachSum({ title, reach }: { readonly title: string; readonly reach: Reach }) {
  const { tools, effects, egress, categories } = reach;
  return (
    <div className="rounded-lg border border-line bg-panel px-3 py-2.5">
      <h2 className="text-xs text-ink-soft">{title}</h2>
      <p className="mt-1 text-xl font-semibold tracking-tight tabular">
        {tools} {tools === 1 ? 'tool' : 'tools'}
      </p>
      <p className="mt-1 flex flex-wrap gap-1">
        {effects.map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
        <EgressChip egress={egress} />
        {categories.map((category) => (
          <Chip key={category} tone="hold">
            {category}
          </Chip>
        ))}
      </p>
    </div>
  );
}
