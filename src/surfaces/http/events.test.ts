import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBulletin } from '../../gateway/bulletin.ts';
import { registerAgent } from '../../gateway/verbs.ts';
import type { Event } from '../../kernel/event.ts';
import { changedEvent } from './contract/events.ts';
import { openEventStream } from './event-stream.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;

beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.stop());

/** Reads until what was read fits. */
async function readUntil(response: Response, pattern: RegExp): Promise<string> {
  const reader = response.body!.getReader();
  let text = '';
  while (!pattern.test(text)) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return text;
}

async function events(headers: Record<string, string> = {}): Promise<Response> {
  return sample.call('/api/v1/events', { headers });
}

async function register(id: string): Promise<void> {
  const agent = { id, owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(sample.core, { kind: 'operator', id: 'ada' }, agent);
}

const settled = {
  id: 'rec_1',
  stream: 'task/task_1',
  type: 'action-settled',
  body: { action: 'act_1' },
} as unknown as Event;

describe('the events', () => {
  it('name what was just recorded, and from where to go on', async () => {
    const response = await events();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    await register('first');
    const text = await readUntil(response, /event: changed\n.*\n\n/);
    const [, id, data] = /\nid: (\S+)\nevent: changed\ndata: (.*)\n/.exec(text)!;
    expect(changedEvent.parse(JSON.parse(data!))).toMatchObject({ topic: 'org', what: 'agent-registered' });
    await register('second');
    const later = await readUntil(await events({ 'last-event-id': id! }), /changed/);
    expect(later).toContain('event: ready');
    expect(later).toContain('agent-registered');
  });

  it('say where they cannot say what was missed', async () => {
    const text = await readUntil(await events({ 'last-event-id': 'another-7' }), /event: \w+\n/);
    expect(text).toContain('event: reset');
  });

  it('are told to nobody who may not read', async () => {
    expect((await sample.call('/api/v1/events', { token: null })).status).toBe(401);
  });

  it('are told to so many tabs and no more, and one that leaves makes room', async () => {
    const open = await Promise.all(Array.from({ length: 16 }, () => events()));
    expect((await events()).status).toBe(503);
    await open[0]!.body!.cancel();
    const next = await events();
    expect(next.status).toBe(200);
    await Promise.all([...open.slice(1), next].map((one) => one.body!.cancel()));
  });

  it('wait for no reader: one that does not read is let go', async () => {
    const bulletin = createBulletin('process_1');
    let ends = 0;
    const mayRead = (): Promise<boolean> => Promise.resolve(true);
    const { response } = openEventStream({ bulletin, lastId: null, mayRead, ended: () => (ends += 1) });
    for (let count = 0; count < 300; count += 1) bulletin.post(settled);
    expect(ends).toBe(1);
    await expect(response.text()).rejects.toThrow('too slow');
  });

  it('end when Holdpoint stops', async () => {
    const own = await startSample();
    const response = await own.call('/api/v1/events');
    await own.stop();
    expect(await response.text()).toContain('event: ready');
  });
});
