// What a policy's head needs of the principal: which of many policies can have a say needs no proof.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { EntityUid } from '../cedar/value.ts';
import { entityOf } from '../lint/uid.ts';
import { OF_AGENT } from './tested.ts';

/** Key of the entity that the principal is or is in; null: none, or an attribute says the same. */
export function needOf({ principal }: PolicyJson): string | null {
  const entity = entityOf(principal);
  if (entity === null || OF_AGENT.has(entity.type)) return null;
  return new EntityUid(entity.type, entity.id).key;
}
