// Which denial a request is about: the one that its token carries or, without a token, that it names. What it
// says beside a token does not count, and must not contradict it.

import { readBoundDenial } from '../../../gateway/access/binding-token.ts';
import type { NotRequested } from '../../../gateway/access/request.ts';
import type { Core } from '../../../gateway/core.ts';
import type { Denial } from '../contract/authzen.ts';

export function deniedIn(
  core: Core,
  denial: Denial | undefined,
): { readonly evaluation: string } | NotRequested {
  const { binding_token: token, evaluation_id: evaluation, expires_at: until } = denial ?? {};
  if (token === undefined) return evaluation === undefined ? { not: 'unbound' } : { evaluation };
  const bound = readBoundDenial(core, token);
  const isSame = until === undefined || Date.parse(until) === Date.parse(bound?.until ?? '');
  return bound === null || !isSame ? { not: 'unbound' } : { evaluation: bound.evaluation };
}
