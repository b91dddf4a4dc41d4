// What a record is about, in names and ids: the words of people and tools stay behind their commitments.

import type { Event } from '../../kernel/event.ts';

export function describeSubject(event: Event): string {
  switch (event.type) {
    case 'action-permitted':
    case 'action-denied':
      return `${event.body.connector}/${event.body.tool}`;
    case 'action-held':
    case 'access-held':
      return `${event.body.connector}/${event.body.tool} ${event.body.hold}`;
    case 'declassification-held':
    case 'access-approved':
    case 'access-granted':
    case 'call-deferred':
      return event.body.hold;
    case 'access-watched':
      return event.body.handle;
    case 'step-held':
      return `${event.body.next.step} ${event.body.hold}`;
    case 'step-begun':
      return event.body.step;
    case 'action-settled':
      return [event.body.outcome, event.body.code ?? ''].join(' ').trim();
    case 'outcome-read-back':
      return `${event.body.connector}/${event.body.tool} ${event.body.verified.verdict}`;
    case 'trigger-fired':
      return `${event.body.trigger} ${event.body.starts}`.trim();
    case 'task-opened':
      return `${event.body.task} ${event.body.workflow}`;
    case 'approval-given':
    case 'hold-edited':
    case 'hold-rejected':
      return `${event.body.hold} ${event.body.statement.operator}`;
    case 'hold-rejected-in-channel':
      return `${event.body.hold} ${event.actor.id}`;
    case 'hold-withdrawn':
      return `${event.body.hold} ${event.body.ran ?? event.actor.id}`;
    case 'workflow-published':
      return event.body.workflow.id;
    case 'access-evaluated':
      return `${event.body.action} ${event.body.verdict}`;
    case 'request-denied':
      return event.body.request;
    case 'lease-granted':
    case 'lease-issued':
    case 'lease-revoked':
    case 'lease-revocation-failed':
      return event.body.lease;
    default:
      return '';
  }
}
