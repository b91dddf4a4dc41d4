// One row for each decision that policy has people told of. Telling them is for channels; that they are to
// be told is in the records, and lost with none of them.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Obligation } from '../../kernel/policy.ts';
import type { Model } from './model.ts';

export interface Notice {
  /** The record of the decision. */
  readonly record: string;
  /** Whose people are told. */
  readonly roles: readonly string[];
  /** Unix milliseconds. */
  readonly decidedAt: number;
  readonly verdict: 'permit' | 'hold' | 'deny';
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  /** Ids of the policies behind the verdict. */
  readonly policies: readonly string[];
}

type Decided = EventOf<'action-permitted'> | EventOf<'action-held'> | EventOf<'action-denied'>;

const VERDICTS = { 'action-permitted': 'permit', 'action-held': 'hold', 'action-denied': 'deny' } as const;

export const noticeModel: Model<Notice> = {
  name: 'notice',
  concernOf: (event) => (isDecided(event) && rolesTold(event).length > 0 ? { id: event.id } : null),
  fold: (row, event) => (isDecided(event) ? (row ?? noticeOf(event)) : row),
  statusOf: ({ verdict }) => verdict,
};

function isDecided(event: Event): event is Decided {
  return event.type in VERDICTS;
}

/** Asked again, a hold tells nobody a second time. */
function rolesTold(event: Decided): readonly string[] {
  switch (event.type) {
    case 'action-permitted':
      return notified(event.body.obligations);
    case 'action-held':
      return event.body.joined ? [] : notified(event.body.obligations);
    case 'action-denied':
      return event.body.reasons.flatMap(({ facts }) => (facts['notify'] ?? []) as readonly string[]);
  }
}

/** Records of older versions name none. */
function notified(obligations: readonly Obligation[] | undefined): readonly string[] {
  return (obligations ?? []).flatMap((one) => (one.kind === 'notify' ? one.roles : []));
}

function noticeOf(event: Decided): Notice {
  const { id: record, time, stream, body } = event;
  return {
    record,
    roles: rolesTold(event),
    decidedAt: time,
    verdict: VERDICTS[event.type],
    task: stream.slice('task/'.length),
    agent: body.agent,
    connector: body.connector,
    tool: body.tool,
    policies: body.determining,
  };
}
