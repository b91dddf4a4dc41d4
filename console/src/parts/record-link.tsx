import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface RecordLinkProps {
  readonly id: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Leads to a record of the ledger. */
export function RecordLink({ id, className = 'tabular', children }: RecordLinkProps) {
  return (
    <Link
      to="/ledger/$record"
      params={{ record: id }}
      className={`text-accent underline underline-offset-2 ${className}`}
    >
      {children}
    </Link>
  );
}

/** As above, by a reference that is long; several below each other can still be hit with a thumb. */
export function RecordReference({ id, children }: RecordLinkProps) {
  return (
    <RecordLink id={id} className="inline-flex min-h-6 items-center font-mono text-xs break-all">
      {children}
    </RecordLink>
  );
}
