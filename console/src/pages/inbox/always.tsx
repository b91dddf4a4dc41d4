// Nobody is asked for such an action again once somebody else has published what is proposed here; here
// nothing is allowed.

import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlwaysView } from '../../../../src/surfaces/http/contract/always.ts';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { postJson } from '../../api/client.ts';
import { alwaysQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { OnDemand } from '../../parts/on-demand.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Untrusted } from '../../parts/untrusted.tsx';

export function Always({ hold }: { readonly hold: HoldDetail }) {
  return (
    <OnDemand
      title="Ask nobody again"
      words="A narrow exception may be proposed, which somebody else publishes."
      show="Show what would be proposed"
      what="What would be proposed"
      query={alwaysQuery(hold.id)}
    >
      {(draft) => <Draft hold={hold.id} draft={draft} />}
    </OnDemand>
  );
}

function Draft({ hold, draft }: { readonly hold: string; readonly draft: AlwaysView }) {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => postJson(`/holds/${encodeURIComponent(hold)}/always`, {}),
  });
  if (draft.kind === 'refused') return <p className="text-sm">Nothing is proposed: {draft.why}</p>;
  const { policies, condition, free } = draft;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p>
        <b className="font-medium">{policies.join(', ')}</b> would not ask any more where
      </p>
      <Untrusted text={condition} label="the condition" />
      {free.length > 0 && <p className="text-ink-soft">{free.join(', ')} may be anything.</p>}
      {isSuccess ? (
        <p role="status" className="text-permit">
          Proposed:{' '}
          <Link to="/policies" search={{ view: 'proposals' }} className="underline underline-offset-2">
            somebody else publishes it
          </Link>
          .
        </p>
      ) : (
        <Button className="self-start" disabled={isPending} onClick={() => mutate()}>
          Propose it
        </Button>
      )}
      <Refused error={error} />
    </div>
  );
}
