// The page is never older than it says: events make answers stale, a stream that broke off is opened again
// from where it was, and until then the page says that it is offline.

import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ChangedEvent } from '../../../src/surfaces/http/contract/events.ts';
import { ApiFailure, getStream } from './client.ts';
import { staleAfter } from './queries.ts';
import { createEventReader, type StreamEvent } from './sse.ts';

export type LiveState = 'connecting' | 'live' | 'offline' | 'signed-out';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;
/** Two heartbeats of the server: after that the connection counts as dead. */
const SILENCE_MS = 35_000;
/** Events of one moment are one question. */
const GATHER_MS = 120;

const listeners = new Set<() => void>();
let state: LiveState = 'connecting';

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Listens until the returned function is called. */
export function startLive(client: QueryClient): () => void {
  const stopping = new AbortController();
  void listen(client, stopping.signal);
  return () => stopping.abort();
}

async function listen(client: QueryClient, stop: AbortSignal): Promise<void> {
  const stale = createGatherer(client);
  let lastId: string | null = null;
  let retryMs = FIRST_RETRY_MS;
  become('connecting');
  while (!stop.aborted) {
    try {
      await readStream(lastId, stop, (event) => {
        lastId = event.id;
        retryMs = FIRST_RETRY_MS;
        // What happened while nobody listened is in the answers to new questions.
        if (event.name === 'reset' || (event.name === 'ready' && state !== 'live')) stale('everything');
        if (event.name === 'changed') stale(JSON.parse(event.data) as ChangedEvent);
        become('live');
      });
    } catch (error) {
      if (error instanceof ApiFailure && error.code === 'unauthenticated') {
        become('signed-out');
        // Whoever is not signed in any more sees nothing of what was seen.
        return void client.resetQueries();
      }
    }
    if (stop.aborted) return;
    become('offline');
    await pause(retryMs, stop);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
}

async function readStream(
  lastId: string | null,
  stop: AbortSignal,
  heard: (event: StreamEvent) => void,
): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([stop, silence.signal]);
  addEventListener('offline', () => silence.abort(), { signal });
  const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
  const body = await getStream('/events', headers, signal);
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  const read = createEventReader();
  for (;;) {
    const timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    read(value).forEach(heard);
  }
}

/** What is being asked is asked again once it is answered: else a long answer would never come. */
function createGatherer(client: QueryClient): (what: ChangedEvent | 'everything') => void {
  const asking = new Set<string>();
  const stale = new Set<string>();
  const ask = async (name: string, queryKey: QueryKey): Promise<void> => {
    asking.add(name);
    do {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      stale.delete(name);
      await client.invalidateQueries({ queryKey });
    } while (stale.has(name));
    asking.delete(name);
  };
  return (what) => {
    for (const key of what === 'everything' ? [[]] : staleAfter(what)) {
      const name = JSON.stringify(key);
      if (asking.has(name)) stale.add(name);
      else void ask(name, key);
    }
  };
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    stop.addEventListener('abort', done, { once: true });
  });
}
