import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HoldView } from '../../../../src/surfaces/http/contract.ts';
import { holdWordsQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Countdown } from '../../parts/clock.tsx';
import { RowsInSight, useInSight, useSteady } from '../../parts/rows-in-sight.tsx';
import { EffectChip } from '../../parts/signs.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { tellingOf } from './telling.ts';

const ROW = 94;

interface HoldListProps {
  readonly holds: readonly HoldView[];
  readonly selected: string | undefined;
}

/** However many wait, only those in sight exist. */
export function HoldList({ holds, selected }: HoldListProps) {
  const at = holds.findIndex(({ id }) => id === selected);
  const { box, virtual } = useInSight({ count: holds.length, height: ROW, overscan: 8, at });
  useSteady({ box, rows: holds, keyOf: ({ id }) => id, height: ROW });
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]">
      <ul aria-label="Holds" className="relative" style={{ height: virtual.getTotalSize() }}>
        <RowsInSight
          virtual={virtual}
          items={holds}
          height={ROW}
          row={(hold) => <Item hold={hold} isSelected={hold.id === selected} alike={alikeTo(hold, holds)} />}
        />
      </ul>
    </div>
  );
}

/** How many wait that one word may be about. */
function alikeTo({ batch }: HoldView, holds: readonly HoldView[]): number {
  return batch === undefined ? 1 : holds.filter((one) => one.batch === batch).length;
}

function stillMissing(missing: NonNullable<HoldView['missing']>): string {
  if (missing.length === 0) return '';
  return `, still ${missing.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ')}`;
}

interface ItemProps {
  readonly hold: HoldView;
  readonly isSelected: boolean;
  readonly alike: number;
}

function Item({ hold, isSelected, alike }: ItemProps) {
  const { id, connector, tool, agent, requester, effects, expiresAt, approvals, missing = [] } = hold;
  const mark = isSelected ? 'border-l-accent bg-accent-soft' : 'border-l-transparent hover:bg-raised';
  return (
    <Link
      to="/inbox/$hold"
      params={{ hold: id }}
      search={true}
      aria-current={isSelected ? 'true' : undefined}
      className={`flex h-full flex-col justify-center gap-0.5 border-b border-l-2 border-b-line px-3 text-ink
        ${mark}`}
    >
      <span className="flex items-baseline justify-between gap-2">
        <span className="truncate font-mono text-xs font-semibold">
          <UntrustedLine text={`${connector}/${tool}`} />
        </span>
        <span className="shrink-0 text-xs">
          <span className="mr-1.5 font-mono text-ink-soft">{id.slice(-4)}</span>
          <Countdown until={expiresAt} />
        </span>
      </span>
      <Telling hold={hold} />
      <span className="flex items-center justify-between gap-2">
        <span className="truncate text-xs text-ink-soft">
          <b className="font-medium text-ink">{agent}</b> for {requester}
          {approvals.length > 0 && ` · ${approvals.length} yes${stillMissing(missing)}`}
        </span>
        <span className="flex shrink-0 gap-1">
          {alike > 1 && <Chip title="they may be decided together">{alike} alike</Chip>}
          {effects.slice(0, 2).map((effect) => (
            <EffectChip key={effect} effect={effect} />
          ))}
        </span>
      </span>
    </Link>
  );
}

/** What tells it from another call of the same tool; until that is known, why it waits. */
function Telling({ hold }: { readonly hold: HoldView }) {
  const { data } = useQuery({ ...holdWordsQuery(hold), retry: false });
  const told = data === undefined ? null : tellingOf(hold, data);
  return (
    <span className="line-clamp-2 text-xs break-words">
      <UntrustedLine text={told ?? hold.asks[0]?.reason ?? ''} most={120} />
    </span>
  );
}
