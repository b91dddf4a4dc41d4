import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';

/** Why something is not offered to whoever looks. */
export function MayNot() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined) return null;
  const roles = me.roles.length === 0 ? 'none' : me.roles.join(', ');
  return <p className="text-xs text-ink-soft">Policy leaves this to others: your roles are {roles}.</p>;
}
