// What people lend each other of their duty to approve, and until when; either of the two may end it.

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DelegationView } from '../../../../src/surfaces/http/contract/duty.ts';
import { useChange } from '../../api/change.ts';
import { meQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Countdown, Moment } from '../../parts/clock.tsx';
import { RecordLink } from '../../parts/record-link.tsx';
import { Refused } from '../../parts/refused.tsx';
import { limitWords } from './limit-draft.ts';
import { OperatorLink } from './operator-link.tsx';

interface LentProps {
  readonly delegations: readonly DelegationView[];
  readonly empty: ReactNode;
}

export function Lent({ delegations, empty }: LentProps) {
  if (delegations.length === 0) return empty;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {delegations.map((one) => (
        <Line key={one.id} delegation={one} />
      ))}
    </ul>
  );
}

function Line({ delegation }: { readonly delegation: DelegationView }) {
  const { id, from, to, roles, until, limit, record } = delegation;
  const { data: me } = useQuery(meQuery);
  const change = useChange(`/delegations/${encodeURIComponent(id)}/revoke`);
  const mayEnd = me !== undefined && (me.id === from || me.id === to || me.roles.includes('admin'));
  return (
    <li
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-sm first:pt-0
        last:pb-0"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-1.5">
          <OperatorLink id={from} />
          <ArrowRight size={13} className="text-ink-soft" aria-label="lends to" />
          <OperatorLink id={to} />
          <b className="font-medium">{roles.join(', ')}</b>
        </p>
        <p className="text-xs text-ink-soft">
          until <Moment at={until} /> (<Countdown until={until} />)
          {limit !== undefined && ` · within ${limitWords(limit)}`} ·{' '}
          <RecordLink id={record}>on record</RecordLink>
        </p>
        <Refused error={change.error} />
      </div>
      {mayEnd && (
        <Button
          disabled={change.isPending}
          onClick={() => change.mutate({})}
          aria-label={`Take back what ${from} lends to ${to}`}
        >
          <Undo2 size={14} aria-hidden />
          Take back
        </Button>
      )}
    </li>
  );
}
