import { useQuery } from '@tanstack/react-query';
import type { DecisionSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import type { HoldView } from '../../../../src/surfaces/http/contract.ts';
import { taskDecisionsQuery } from '../../api/queries.ts';
import { Ago } from '../../parts/clock.tsx';
import { Section } from '../../parts/section.tsx';
import { ContradictedBy, VerdictChip } from '../../parts/signs.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';

const SHOWN = 12;

/** What the task did until it asked for this, latest first. */
export function Before({ hold }: { readonly hold: HoldView }) {
  const { data, error } = useQuery(taskDecisionsQuery(hold.task));
  const earlier = (data?.decisions ?? []).filter((one) => isEarlier(one, hold));
  const more = earlier.length - SHOWN;
  return (
    <Section title="What this task did before">
      {error !== null && <Trouble error={error} what="What it did" />}
      {data === undefined && error === null && <Loading what="What it did" />}
      {data !== undefined && earlier.length === 0 && (
        <p className="text-sm text-ink-soft">Nothing: this is the first thing that it asks for.</p>
      )}
      <ol className="flex flex-col gap-1.5">
        {earlier.slice(0, SHOWN).map((one) => (
          <li key={one.record} className="text-sm">
            <div className="flex items-center gap-2">
              <VerdictChip verdict={one.verdict} />
              <span className="min-w-0 flex-1 truncate font-mono text-xs">
                <UntrustedLine text={`${one.connector}/${one.tool}`} />
              </span>
              <span className="hidden text-xs text-ink-soft sm:inline">{endOf(one)}</span>
              <span className="shrink-0 text-xs text-ink-soft">
                <Ago at={one.decidedAt} />
              </span>
            </div>
            {one.contradicted && <ContradictedBy checks={one.contradicted} />}
          </li>
        ))}
      </ol>
      {more > 0 && (
        <p className="mt-2 text-xs text-ink-soft">
          and {more} more: <code className="font-mono">holdpoint trace {hold.task}</code>
        </p>
      )}
    </Section>
  );
}

function isEarlier({ decidedAt, hold }: DecisionSummary, to: HoldView): boolean {
  return hold !== to.id && decidedAt <= to.raisedAt;
}

function endOf({ outcome, code, reasons, contradicted }: DecisionSummary): string {
  if (contradicted !== undefined) return '';
  return outcome ?? code ?? reasons.join(', ');
}
