// The connection that carries a call presents, at the last moment, what was admitted, or nothing is sent.

import type { ServerIdentity } from '../../kernel/action/presented.ts';
import type { Tool } from '../../kernel/state.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import type { Remarks } from './call-answer.ts';
import { identityOf } from '../connectors/connector-verbs.ts';
import type { UpstreamCall } from '../ports.ts';
import { presentedDigest } from './presented-digest.ts';

export interface Guard {
  readonly expects: UpstreamCall['expects'];
  /** What was presented instead, the last time; null: what was admitted, or nothing. */
  presented(): NonNullable<Remarks['presented']> | null;
}

/** @param admitted who answers; null: nobody was admitted by name */
export function createGuard(
  crypto: LedgerCrypto,
  { definition: pinned }: Pick<Tool, 'definition'>,
  admitted: ServerIdentity | null,
): Guard {
  let presented: ReturnType<Guard['presented']> = null;
  return {
    expects(definition, server) {
      const digest = definition === null ? null : presentedDigest(crypto, definition);
      const answering = server === undefined ? null : identityOf(server);
      const isOther = admitted !== null && answering !== null && answering.name !== admitted.name;
      const isExpected = digest === pinned && !isOther;
      presented = isExpected ? null : { definition: digest, server: answering };
      return isExpected;
    },
    presented: () => presented,
  };
}
