// A stream of announcements (HTML Living Standard §9.2) that waits for no reader: who reads too slowly is let
// go, comes back with the id of what it read last, and is told what it missed, or that it missed something.

import type { Announcement, Bulletin } from '../../gateway/bulletin.ts';
import type { ChangedEvent } from './contract/events.ts';

/** Announcements that one reader may leave unread. */
const MAX_UNREAD = 256;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

export interface EventStreamOptions {
  readonly bulletin: Bulletin;
  /** What the reader had read last; null: it comes for the first time. */
  readonly lastId: string | null;
  /** Asked with each heartbeat: whether the reader may still read. */
  readonly mayRead: () => Promise<boolean>;
  /** Called once. */
  readonly ended: () => void;
}

export interface EventStream {
  readonly response: Response;
  /** Ends it. */
  stop(): void;
}

export function openEventStream(options: EventStreamOptions): EventStream {
  const { bulletin, lastId, mayRead, ended } = options;
  const encoder = new TextEncoder();
  let stop: (close: boolean) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOpen = true;
        const leave = (close: () => void): void => {
          if (!isOpen) return;
          isOpen = false;
          clearInterval(heart);
          unsubscribe();
          ended();
          close();
        };
        const over = (): void => leave(() => controller.close());
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
          else leave(() => controller.error(new Error('the reader of events is too slow')));
        };
        const beat = async (): Promise<void> => {
          if (await mayRead()) send(': here\n\n');
          else over();
        };
        const heart = setInterval(() => void beat(), HEARTBEAT_MS);
        const unsubscribe = bulletin.subscribe((one) => send(render(one)));
        stop = (close) => (close ? over() : leave(() => undefined));
        send(greet(bulletin, lastId));
      },
      cancel: () => stop(false),
    },
    new CountQueuingStrategy({ highWaterMark: MAX_UNREAD }),
  );
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  return { response: new Response(body, { headers }), stop: () => stop(true) };
}

/** `ready`, with what was missed; `reset` where that is not known. */
function greet(bulletin: Bulletin, lastId: string | null): string {
  const missed = lastId === null ? [] : bulletin.since(lastId);
  const word = missed === null ? 'reset' : 'ready';
  const greeting = `retry: ${RETRY_MS}\nid: ${bulletin.last()}\nevent: ${word}\ndata: {}\n\n`;
  return [greeting, ...(missed ?? []).map(render)].join('');
}

function render({ id, topic, what, subject, task }: Announcement): string {
  const data: ChangedEvent = { topic, what, subject, task };
  return `id: ${id}\nevent: changed\ndata: ${JSON.stringify(data)}\n\n`;
}
