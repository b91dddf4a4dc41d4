// A server that talks without end is cut off before it costs more than its share.

import { MESSAGE_FLOOD } from './settings.ts';

/** Counts messages in fixed windows; calls `onFlood` when one window holds too many. */
export function createMessageMeter(monotonicMs: () => number, onFlood: () => void): () => void {
  let windowStartMs = monotonicMs();
  let messages = 0;
  return () => {
    const nowMs = monotonicMs();
    if (nowMs - windowStartMs >= MESSAGE_FLOOD.windowMs) {
      windowStartMs = nowMs;
      messages = 0;
    }
    messages += 1;
    if (messages > MESSAGE_FLOOD.messages) onFlood();
  };
}
