import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import { useNamedPage } from '../../api/named-page.ts';
import { decideWithPasskey, explain, type Decided } from '../../api/passkeys.ts';
import { meQuery, passkeysQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import type { MethodProps } from './method.ts';

/** One's device signs this very action, and nothing else. */
export function WithPasskey({ hold, reason }: MethodProps) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const passkeys = useQuery({ ...passkeysQuery(me?.id ?? ''), enabled: me !== undefined });
  const { mutate, isPending, error } = useMutation({
    mutationFn: (verdict: Decided['verdict']) => decideWithPasskey(hold, { verdict, reason: reason.trim() }),
    onSettled: () => client.invalidateQueries({ queryKey: ['hold'] }),
  });
  const elsewhere = useNamedPage();
  if (elsewhere !== null) {
    return (
      <p className="text-xs text-ink-soft">
        Passkeys belong to a name: open{' '}
        <a className="text-accent underline" href={elsewhere}>
          this page as localhost
        </a>
        .
      </p>
    );
  }
  if (passkeys.data?.passkeys.length === 0) {
    return (
      <p className="text-xs text-ink-soft">
        You have none yet:{' '}
        <Link to="/passkeys" className="text-accent underline">
          add one
        </Link>
        .
      </p>
    );
  }
  const isReady = reason.trim() !== '' && !isPending;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap gap-2">
        <Button kind="main" disabled={!isReady} onClick={() => mutate('approve')}>
          <Check size={14} aria-hidden />
          Approve with passkey
        </Button>
        <Button disabled={!isReady} onClick={() => mutate('reject')}>
          <X size={14} aria-hidden />
          Reject with passkey
        </Button>
      </div>
      {error !== null && (
        <p role="alert" className="text-sm text-deny">
          {explain(error)}
        </p>
      )}
      {reason.trim() === '' && <p className="text-xs text-ink-soft">Say why first.</p>}
    </div>
  );
}
