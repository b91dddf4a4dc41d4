// A channel that takes what it is sent, or does not, as a test says.

import type { Message, Notifier, NotifierFault, NoticeKind } from '../ports/notifier.ts';
import type { ChannelRules } from './telling-people.ts';

export interface SampleNotifier extends Notifier {
  readonly taken: Message[];
  /** Everything that was sent, taken or not. */
  readonly sent: Message[];
  answer: NotifierFault | null;
}

export function sampleNotifier(): SampleNotifier {
  const notifier: SampleNotifier = {
    taken: [],
    sent: [],
    answer: null,
    deliver(message) {
      notifier.sent.push(message);
      if (notifier.answer === null) notifier.taken.push(message);
      return Promise.resolve(notifier.answer);
    },
  };
  return notifier;
}

export const ALL_KINDS: readonly NoticeKind[] = ['hold-raised', 'hold-decided', 'task-quarantined', 'killed'];

export function channelTo(notifier: Notifier, more: Partial<ChannelRules> = {}): ChannelRules {
  const basic = { name: 'people', events: ALL_KINDS, roles: [], perMinute: 20, shows: null };
  return { ...basic, notifier, ...more };
}
