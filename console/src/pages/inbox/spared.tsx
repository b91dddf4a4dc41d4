import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { explanationQuery } from '../../api/queries.ts';
import { OnDemand } from '../../parts/on-demand.tsx';
import { ProposableFacts } from '../friction/fact.tsx';

/** Which single facts would have let it run unasked: of the agent's own arguments, not of an approver's. */
export function Spared({ hold }: { readonly hold: HoldDetail }) {
  return (
    <OnDemand
      title="What would have spared this"
      words="Single facts that, were they said, would have let it run unasked."
      show="Show them"
      what="What would have spared this"
      // Asked for again, it may be spared by another fact than before.
      query={explanationQuery(hold.newest ?? hold.id)}
    >
      {({ avoidable }) =>
        avoidable.length === 0 ? (
          <p className="text-sm text-ink-soft">No single fact would have.</p>
        ) : (
          <>
            <p className="mb-2 text-sm text-ink-soft">
              If one of these is true and said, such a call asks nobody. Each was tried on this one.
            </p>
            <ProposableFacts facts={avoidable.map((fact) => [fact, hold.id])} />
          </>
        )
      }
    </OnDemand>
  );
}
