// Passkeys and the identity provider know the console by one name: a page that was opened under another says
// so.

import { useQuery } from '@tanstack/react-query';
import { waysQuery } from './queries.ts';

/** This very page at the console's own address; null: that is here, or not known yet. */
export function useNamedPage(): string | null {
  const { data } = useQuery(waysQuery);
  return data === undefined || location.origin === data.origin ? null : `${data.origin}${location.pathname}`;
}
