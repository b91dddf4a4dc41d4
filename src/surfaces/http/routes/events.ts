// What changes is told as it is recorded, to so many readers at once and no more, and to each only as long
// as it may read.

import type { Api, ApiRouter } from '../api.ts';
import { identify, needReader } from '../caller/caller.ts';
import { openEventStream, type EventStream } from '../event-stream.ts';
import { Failure } from '../failure.ts';

const MAX_READERS = 128;
/** Tabs of one person. */
const MAX_OWN = 16;

export function routeEvents(router: ApiRouter, { core, deps, browser }: Api): void {
  const open = new Map<EventStream, string>();
  // To listen is not to use: a page that nobody looks at ends its session.
  const watched = { find: (request: Request) => browser.find(request, false) };
  core.stopping.addEventListener('abort', () => {
    for (const stream of open.keys()) stream.stop();
  });
  router.get('/events', (c) => {
    const caller = c.get('caller');
    needReader(caller);
    const reader = caller.kind === 'operator' ? caller.principal.id : '';
    const own = [...open.values()].filter((one) => one === reader).length;
    if (open.size >= MAX_READERS || own >= MAX_OWN) {
      throw new Failure('overloaded', 'too many read events at once', { help: 'Close other tabs.' });
    }
    const request = c.req.raw;
    const stream = openEventStream({
      bulletin: core.bulletin,
      lastId: c.req.header('last-event-id') ?? null,
      mayRead: () => identify(core, request, { ...deps, browser: watched }).then(needsReader, () => false),
      ended: () => void open.delete(stream),
    });
    open.set(stream, reader);
    return stream.response;
  });
}

function needsReader(caller: Parameters<typeof needReader>[0]): boolean {
  return caller.kind === 'local' || caller.kind === 'operator';
}
