// What just became durable is announced by name and never by content: whoever listens asks again, through a
// door that checks who asks.

import type { Event } from '../kernel/event.ts';
import { noticeModel } from './models/notice.ts';

export type Topic = 'hold' | 'action' | 'task' | 'lease' | 'connector' | 'notice' | 'org';

export interface Announcement {
  /** Of this process, in the order of the ledger. */
  readonly id: string;
  readonly topic: Topic;
  /** The type of the record. */
  readonly what: Event['type'];
  /** Id of the hold, action, task, lease or connector; of the record where it is about none of them. */
  readonly subject: string;
  readonly task: string | null;
}

export interface Bulletin {
  /** To be called for each durable record, in the ledger's order. Never throws. */
  post(event: Event): void;
  /** The id of the last announcement, from which somebody may go on later. */
  last(): string;
  /** What followed an announcement; null where that is not known any more: everything may have changed. */
  since(id: string): readonly Announcement[] | null;
  /** Returns how to leave. */
  subscribe(listener: (announcement: Announcement) => void): () => void;
}

/** Announcements that are kept for those who come back. */
const KEPT = 1_024;

/** @param process a name that no other process has, without hyphens */
export function createBulletin(process: string): Bulletin {
  const listeners = new Set<(announcement: Announcement) => void>();
  const kept: Announcement[] = [];
  let count = 0;
  return {
    post(event) {
      for (const [topic, subject] of subjectsOf(event)) {
        count += 1;
        const task = event.stream.startsWith('task/') ? event.stream.slice('task/'.length) : null;
        const announcement = { id: `${process}-${count}`, topic, what: event.type, subject, task };
        kept.push(announcement);
        if (kept.length > KEPT) kept.shift();
        for (const listener of listeners) listener(announcement);
      }
    },
    last: () => `${process}-${count}`,
    since(id) {
      const [of, number] = id.split('-');
      const missed = count - Number(number);
      if (of !== process || !(missed >= 0 && missed <= kept.length)) return null;
      return kept.slice(kept.length - missed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function subjectsOf(event: Event): readonly (readonly [Topic, string])[] {
  const notice = noticeModel.concernOf(event) === null ? [] : [['notice', event.id] as const];
  return [...holdsOf(event), [topicOf(event), subjectOf(event)], ...notice];
}

function holdsOf(event: Event): readonly (readonly [Topic, string])[] {
  const hold = 'hold' in event.body ? event.body.hold : null;
  return typeof hold === 'string' ? [['hold', hold]] : [];
}

function topicOf({ type, stream }: Event): Topic {
  if (type.startsWith('lease-')) return 'lease';
  if (/^(action-|outcome-|access-|approval-|hold-)/.test(type)) return 'action';
  if (stream.startsWith('task/')) return 'task';
  return stream.startsWith('connector/') ? 'connector' : 'org';
}

function subjectOf({ id, stream, body }: Event): string {
  if ('lease' in body && typeof body.lease === 'string') return body.lease;
  if ('action' in body && typeof body.action === 'string') return body.action;
  const [kind, named] = stream.split('/', 2);
  return (kind === 'task' || kind === 'connector' ? named : undefined) ?? id;
}
