// Obligations in the form of the AuthZEN obligations extension (draft, October 2026): of the registered types
// only `notification` says what one of ours does; the others go as `custom`.

import type { Obligation } from '../../../kernel/policy.ts';
import type { Fulfilment } from '../../../kernel/request.ts';

/** What the metadata lists. */
export const OBLIGATION_TYPES = ['notification', 'custom'];

export interface WireObligation {
  /** Unique in its answer. */
  readonly id: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: unknown };
}

const FULFILMENTS: ReadonlyMap<string, Fulfilment> = new Map([
  ['notification', 'notify'],
  ['redact-fields', 'redact'],
  ['cap-rows', 'cap-rows'],
  ['record-payload', 'record-payload'],
  ['step-up', 'step-up'],
]);

/**
 * What whoever lists the name carries out: `notification`, or the `action` of one `custom` obligation. The
 * type `custom` alone says of none of them that it is known.
 */
export function fulfilmentOf(name: string): Fulfilment {
  return FULFILMENTS.get(name) ?? `obligation:${name}`;
}

export function toWire(obligations: readonly Obligation[]): WireObligation[] {
  return obligations.map((obligation, index) => ({ id: `obl-${index + 1}`, ...formOf(obligation) }));
}

function formOf(obligation: Obligation): Omit<WireObligation, 'id'> {
  switch (obligation.kind) {
    case 'notify': {
      const to = obligation.roles.map((role) => `role:${role}`);
      const topic = 'Holdpoint: access that policy has people told of';
      return { type: 'notification', properties: { to, topic, body: 'See the evaluation_id.' } };
    }
    case 'redact':
      return custom('redact-fields', { fields: obligation.fields });
    case 'cap-rows':
      return custom('cap-rows', { rows: obligation.rows });
    case 'record-payload':
      return custom('record-payload', {});
    case 'step-up':
      return custom('step-up', { within_seconds: obligation.withinSeconds });
    case 'other':
      return custom(obligation.name, { value: obligation.value });
  }
}

function custom(action: string, members: { readonly [name: string]: unknown }): Omit<WireObligation, 'id'> {
  return { type: 'custom', properties: { vendor: 'holdpoint', action, ...members } };
}
