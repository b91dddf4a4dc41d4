// What people may be told of follows from the record alone: whoever reads the same ledger owes the same.

import type { Event } from '../../kernel/event.ts';
import { noticeModel } from '../models/notice.ts';
import type { NoticeKind } from '../ports/notifier.ts';

/** A record that people are told of. */
export interface Telling {
  readonly kind: NoticeKind;
  /** Whose people it is for; none: everybody's. */
  readonly roles: readonly string[];
}

/** Null: nobody is told of it. */
export function tellingOf(event: Event): Telling | null {
  const kind = kindOf(event);
  const told = noticeModel.fold(null, event)?.roles ?? [];
  if (kind === null) return told.length === 0 ? null : { kind: 'policy-notice', roles: told };
  return { kind, roles: [...new Set([...rolesAsked(event), ...told])] };
}

function kindOf(event: Event): NoticeKind | null {
  switch (event.type) {
    case 'action-held':
    case 'declassification-held':
    case 'step-held':
    case 'access-held':
      return event.body.joined ? null : 'hold-raised';
    case 'hold-reminded':
    case 'hold-escalated':
    case 'hold-expired':
      return event.type;
    case 'approval-given':
    case 'hold-edited':
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
    case 'hold-withdrawn':
      return 'hold-decided';
    case 'task-quarantined':
      return event.body.tripped === undefined ? 'task-quarantined' : 'breaker-tripped';
    case 'killed':
    case 'kill-lifted':
      return event.type;
    case 'tool-drifted':
    case 'server-changed':
      return 'drift';
    case 'lease-revocation-failed':
      return isTold(event.body.attempt) ? 'revocation-failing' : null;
    case 'action-settled':
    case 'outcome-read-back':
      return event.body.verified?.verdict === 'contradicted' ? 'outcome-contradicted' : null;
    default:
      return null;
  }
}

/** It is tried again each minute: people hear of the first, the tenth, the hundredth failure. */
function isTold(attempt: number): boolean {
  return /^10*$/.test(String(attempt));
}

function rolesAsked(event: Event): string[] {
  if (event.type === 'hold-reminded' || event.type === 'hold-escalated') {
    return event.body.approvers.map(({ role }) => role);
  }
  if (!('asks' in event.body)) return [];
  return event.body.asks.flatMap(({ approvers }) => approvers.map(({ role }) => role));
}
