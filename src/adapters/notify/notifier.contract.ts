// What every notifier promises, whatever it speaks.

import { expect, it } from 'vitest';
import type { Message, Notice, Notifier } from '../../gateway/ports/notifier.ts';

export interface Counterpart {
  /** A notifier that is set up for it. */
  readonly notifier: Notifier;
  /** The ids of what it took, each as often as it came. */
  readonly ids: () => string[];
  /** What it took last, as people read it. */
  readonly text: () => string;
  readonly stop: () => Promise<void>;
}

export function sampleNotice(more: Partial<Notice> = {}): Notice {
  return {
    record: 'rec_0000000000000001.0',
    kind: 'hold-raised',
    at: Date.UTC(2026, 10, 21),
    says: 'scribe asks for desk/drop (delete); it waits 5 min',
    link: 'https://holdpoint.example/holds/hold_0000000000000001',
    task: 'task_0000000000000002',
    hold: 'hold_0000000000000001',
    agent: 'scribe',
    connector: 'desk',
    tool: 'drop',
    effects: ['delete'],
    roles: ['approver'],
    expiresAt: Date.UTC(2026, 10, 22),
    ...more,
  };
}

export function sampleMessage(notices: readonly Notice[] = [sampleNotice()]): Message {
  const subject = notices.length === 1 ? notices[0]!.says : `${notices.length} notices of Holdpoint`;
  return { id: 'msg_people_rec_0000000000000001-0', subject, notices, at: Date.UTC(2026, 10, 21) };
}

export const UNABORTED: AbortSignal = new AbortController().signal;

export function testNotifier(make: () => Promise<Counterpart>): void {
  const using = async (work: (counterpart: Counterpart) => Promise<void>): Promise<void> => {
    const counterpart = await make();
    try {
      await work(counterpart);
    } finally {
      await counterpart.stop();
    }
  };

  it('a notice arrives with its sentence and its link', () =>
    using(async ({ notifier, text }) => {
      expect(await notifier.deliver(sampleMessage(), UNABORTED)).toBeNull();
      expect(text()).toContain('scribe asks for desk/drop (delete); it waits 5 min');
      expect(text()).toContain('https://holdpoint.example/holds/hold_0000000000000001');
    }));

  it('sent again it bears the same id', () =>
    using(async ({ notifier, ids }) => {
      await notifier.deliver(sampleMessage(), UNABORTED);
      await notifier.deliver(sampleMessage(), UNABORTED);
      expect(ids()).toHaveLength(2);
      expect(new Set(ids()).size).toBe(1);
    }));

  it('a digest has every notice, and a test message arrives without any', () =>
    using(async ({ notifier, text }) => {
      const two = ['one', 'two'].map((says) => sampleNotice({ says }));
      expect(await notifier.deliver(sampleMessage(two), UNABORTED)).toBeNull();
      expect(text()).toMatch(/one[^]*two/);
      const test = { ...sampleMessage([]), subject: 'a test of the channel' };
      expect(await notifier.deliver(test, UNABORTED)).toBeNull();
      expect(text()).toContain('a test of the channel');
    }));

  it('one that is broken off before it began says so and sends nothing', () =>
    using(async ({ notifier, ids }) => {
      expect(await notifier.deliver(sampleMessage(), AbortSignal.abort())).toBe('unreachable');
      expect(ids()).toEqual([]);
    }));

  it('with nobody there it is unreachable', async () => {
    const { notifier, stop } = await make();
    await stop();
    expect(await notifier.deliver(sampleMessage(), UNABORTED)).toBe('unreachable');
  });
}
