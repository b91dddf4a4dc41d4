// What the person may ask for, so that a page need not offer what would be refused. The daemon decides.

import { useQuery } from '@tanstack/react-query';
import { meQuery } from './queries.ts';

/** Whether rules and policy leave the verb to the person's roles; while that is not known, they do. */
export function useMay(verb: string): boolean {
  const { data } = useQuery(meQuery);
  return data === undefined || data.may.includes(verb);
}
