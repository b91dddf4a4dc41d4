// What was recorded, and whether it still is: checked here, in this browser, against a key of one's own.

import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../api/queries.ts';
import { Loading, Trouble } from '../../parts/state.tsx';
import { Checkpoints } from './checkpoints.tsx';
import { Records } from './records.tsx';
import { Verification } from './verification.tsx';
import { Witnesses } from './witnesses.tsx';

export function Ledger() {
  const { data: status, error, isPending } = useQuery(statusQuery);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-base font-semibold">Ledger</h1>
        {status && (
          <p className="text-sm text-ink-soft tabular">
            {status.size.toLocaleString()} records of{' '}
            <span className="font-mono text-xs">{status.ledger}</span>
          </p>
        )}
      </header>
      {isPending && <Loading what="The ledger" />}
      {error !== null && <Trouble error={error} what="The ledger" />}
      {status && (
        <>
          <Verification vkey={status.vkey} ledger={status.ledger} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <Witnesses witnessing={status.witnessing} size={status.size} />
            <Checkpoints />
          </div>
          <Records size={status.size} />
        </>
      )}
    </div>
  );
}
