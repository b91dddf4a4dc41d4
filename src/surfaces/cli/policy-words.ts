// Why a record says what it says: its reasons, and the text of each policy that decided, where it still
// stands.

import type { Event } from '../../kernel/event.ts';
import { readSource } from '../../policy/source.ts';
import type { RecordView } from '../http/contract.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { printable, printableLines } from './printable.ts';
import { reasonLine } from './reason-line.ts';

export interface PolicySet {
  readonly digest: string;
  readonly sources: readonly { readonly name: string; readonly text: string }[];
}

export interface Explanation {
  readonly verdict: 'permit' | 'hold' | 'deny' | 'fact';
  readonly exit: ExitCode;
  readonly lines: readonly string[];
}

/** `policy` is what is published now: a record that another set decided says so. */
export function explainRecord(record: RecordView, policy: PolicySet | null): Explanation {
  const event = record as unknown as Event;
  switch (event.type) {
    case 'action-permitted':
      return { verdict: 'permit', exit: EXIT.ok, lines: explainAction('permitted', event.body, [], policy) };
    case 'action-held': {
      const asks = event.body.asks.map(({ policy: id, reason, approvers }) => {
        const who = approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
        return `${id} asks ${who}: ${reason}`;
      });
      return { verdict: 'hold', exit: EXIT.held, lines: explainAction('held', event.body, asks, policy) };
    }
    case 'action-denied': {
      const reasons = event.body.reasons.map(reasonLine);
      return {
        verdict: 'deny',
        exit: EXIT.denied,
        lines: explainAction('denied', event.body, reasons, policy),
      };
    }
    case 'request-denied': {
      const { request, reasons } = event.body;
      const lines = [`${request} by ${event.actor.id}: denied`, ...reasons.map(reasonLine)];
      return { verdict: 'deny', exit: EXIT.denied, lines: lines.map(printable) };
    }
    default:
      return { verdict: 'fact', exit: EXIT.ok, lines: [`${printable(event.type)}: no policy decided this`] };
  }
}

interface Decided {
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  readonly policy: string | null;
  readonly determining: readonly string[];
}

function explainAction(
  verdict: string,
  body: Decided,
  why: readonly string[],
  now: PolicySet | null,
): string[] {
  const { agent, connector, tool, determining } = body;
  const head = [`${agent} asks for ${connector}/${tool}: ${verdict}`, ...why].map(printable);
  if (determining.length === 0) return [...head, 'no policy decided it'];
  if (now?.digest !== body.policy) {
    return [
      ...head,
      printable(`decided by ${determining.join(', ')}`),
      'the policy set was replaced since then',
    ];
  }
  const policies = now?.sources.flatMap((source) => readSource(source).policies) ?? [];
  const texts = policies
    .filter(({ labels }) => determining.includes(labels.id))
    .flatMap(({ text }) => ['', ...printableLines(text)]);
  return [...head, printable(`decided by ${determining.join(', ')}`), ...texts];
}
