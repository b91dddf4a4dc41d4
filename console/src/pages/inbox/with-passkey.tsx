import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import { HoldMoved, type Decided } from '../../api/decisions.ts';
import { useNamedPage } from '../../api/named-page.ts';
import { decideWithPasskey } from '../../api/passkeys.ts';
import { meQuery, passkeysQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Refused } from '../../parts/refused.tsx';
import type { MethodProps } from './method.ts';
import type { Looked } from './moved.ts';
import { readEdit, type Saying } from './saying.ts';

/** One's device signs this very action, and nothing else. */
export function WithPasskey({ looked, saying, hindrance, onDone, onMoved }: MethodProps) {
  const { data: me } = useQuery(meQuery);
  const passkeys = useQuery({ ...passkeysQuery(me?.id ?? ''), enabled: me !== undefined });
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (said: Decided) => decideWithPasskey(looked.hold, said),
    onSuccess: onDone,
    onError: (problem) => (problem instanceof HoldMoved ? onMoved() : undefined),
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
  const isReady = hindrance === null && !isPending;
  const decide = (verdict: Decided['verdict']): void => mutate(decidedOf(verdict, looked, saying));
  // What was refused is not what is said now.
  const isOld = variables !== undefined && !isSame(variables, decidedOf(variables.verdict, looked, saying));
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap gap-2">
        <Button kind="main" disabled={!isReady} onClick={() => decide('approve')}>
          <Check size={14} aria-hidden />
          {approvalWords(looked, saying)}
        </Button>
        <Button disabled={!isReady || saying.edit !== null} onClick={() => decide('reject')}>
          <X size={14} aria-hidden />
          Reject{looked.others.length === 0 ? '' : ` all ${looked.others.length + 1}`} with passkey
        </Button>
      </div>
      {error !== null && !isOld && !(error instanceof HoldMoved) && <Refused error={error} />}
      {hindrance !== null && <p className="text-xs text-ink-soft">{hindrance}</p>}
    </div>
  );
}

function approvalWords({ others }: Looked, { times, edit }: Saying): string {
  if (edit !== null) return times === 1 ? 'Approve what you wrote' : `Approve what you wrote, ${times} times`;
  const all = others.length === 0 ? '' : ` all ${others.length + 1}`;
  return times === 1 ? `Approve${all} with passkey` : `Approve${all}, ${times} times each`;
}

function isSame(one: Decided, other: Decided): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function decidedOf(verdict: Decided['verdict'], { hold, others }: Looked, saying: Saying): Decided {
  const { times, edit, category, tell } = saying;
  const said = { verdict, reason: saying.reason.trim(), others };
  if (verdict === 'reject') {
    const told = category === null ? {} : { category, ...(tell ? { tell } : {}) };
    return { ...said, times: 1, ...told };
  }
  const written = edit === null ? null : readEdit(edit, hold);
  return {
    ...said,
    times,
    ...(written !== null && 'arguments' in written ? { edit: written.arguments } : {}),
  };
}
