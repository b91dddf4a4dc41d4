import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { holdsQuery } from '../api/queries.ts';

/** Whether a hold still waits, in the words of a link to it. */
export function HoldFate({ hold }: { readonly hold: string }) {
  const { data } = useQuery(holdsQuery);
  const isWaiting = data?.holds.some(({ id }) => id === hold) === true;
  return (
    <Link
      to="/inbox/$hold"
      params={{ hold }}
      className={`underline underline-offset-2 ${isWaiting ? 'text-hold' : 'text-ink-soft'}`}
    >
      {isWaiting ? 'waits for people' : 'waits no more'}
    </Link>
  );
}
