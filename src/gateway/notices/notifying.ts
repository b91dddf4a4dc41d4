// Telling people goes on beside everything else: no decision waits for a channel, and no channel for another.

import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import { hearAnswer } from './answering.ts';
import { createChannel, type Channel } from './channel.ts';
import type { Notifying, NotifyingRules } from './telling-people.ts';

const TICK_MS = 1_000;

export function createNotifying(core: Core, { url: console, channels: rules }: NotifyingRules): Notifying {
  const channels = rules.map((one) => createChannel(core, console, one));
  const running = new Map<Channel, Promise<void>>();
  /** What was said and is being decided. */
  const answers = new Set<Promise<void>>();
  let timer: ReturnType<typeof setInterval> | null = null;

  const roundOf = (channel: Channel): Promise<void> => {
    const round =
      running.get(channel) ??
      channel
        .round()
        .catch((error: unknown) =>
          core.log.warn({ channel: channel.name, code: codeOf(error) }, 'a channel is told later'),
        )
        .finally(() => running.delete(channel));
    running.set(channel, round);
    return round;
  };
  const round = async (): Promise<void> => {
    await Promise.all(channels.map(roundOf));
  };

  return {
    round,
    start() {
      timer = setInterval(() => void round(), TICK_MS);
      timer.unref();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await Promise.all([...running.values(), ...answers]);
    },
    callbackAt: (asker, url) =>
      rules.find((one) => one.answers?.asker === asker && one.answers.url === url)?.name ?? null,
    status: () => Promise.all(channels.map((channel) => channel.status())),
    test: (name) =>
      channels.find((channel) => channel.name === name)?.test() ?? Promise.resolve('no-channel' as const),
    async hear(name, said) {
      const channel = channels.find((one) => one.name === name);
      const hearing = channel?.hearing ?? null;
      if (channel === undefined || hearing === null) return 'no-channel';
      const heard = await hearAnswer(core, name, hearing, said);
      if (heard.verdict === 'not-authentic') return heard.verdict;
      // The message in the channel says at once what came of it.
      const done = heard.done.then(() => roundOf(channel)).finally(() => answers.delete(done));
      answers.add(done);
      return 'taken';
    },
  };
}
