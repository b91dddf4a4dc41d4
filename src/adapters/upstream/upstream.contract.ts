// What every `Upstream` must do, whatever the wire: run over each of them with the misbehaving fixture.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { Upstream, UpstreamCall, UpstreamOutcome, UpstreamSpec } from '../../gateway/ports.ts';

/** One wire with the fixture's behaviour behind it. */
export interface Harness {
  readonly upstream: Upstream;
  readonly spec: UpstreamSpec;
  close(): Promise<void>;
}

/** A call that nobody watches. */
export function callOf(spec: UpstreamSpec, tool: string, more: Partial<UpstreamCall> = {}): UpstreamCall {
  return {
    connector: 'c',
    spec,
    task: 't',
    action: 'a',
    tool,
    kind: 'tool',
    arguments: {},
    credential: null,
    expects: () => true,
    inTime: () => true,
    timeoutMs: 30_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: async () => ({ action: 'decline' }),
    ...more,
  };
}

export function resultOf(outcome: UpstreamOutcome): JsonObject {
  if (!('result' in outcome)) throw new Error(`no result: ${JSON.stringify(outcome)}`);
  return outcome.result;
}

export function describeUpstream(wire: string, start: () => Promise<Harness>): void {
  describe(`an upstream over ${wire}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.close());

    const call = (tool: string, more: Partial<UpstreamCall> = {}) =>
      harness.upstream.call(callOf(harness.spec, tool, more));
    const counts = async () => resultOf(await call('counts'))['structuredContent'] as JsonObject;
    const observe = () => harness.upstream.observe('c', harness.spec, false);

    it('describes every page as given, without _meta, and the operations that are no tools', async () => {
      const { server, definitions, instructions } = await harness.upstream.describe('c', harness.spec, null);
      expect(server).toEqual({ name: 'behaviour', version: '1.2.3', protocol: '2025-06-18' });
      expect(instructions).toBe('be careful');
      expect(definitions['echo']).toMatchObject({ title: 'Echo', vendorField: 'kept', description: 'first' });
      expect(definitions['echo']).not.toHaveProperty('_meta');
      const special = Object.keys(definitions).filter((name) => name.startsWith('@'));
      expect(special.toSorted()).toEqual(['@elicitation/create', '@prompts/get', '@resources/read']);
    });

    it('passes a result through unharmed, though it breaks the output schema', async () => {
      const outcome = await call('echo');
      expect(outcome.outcome).toBe('succeeded');
      expect(resultOf(outcome)).toMatchObject({
        content: [{ vendorField: { kept: true } }, {}, { resource: { vendorField: 1 } }, {}],
        structuredContent: { nested: { list: [1, null, 'x'] } },
        vendorField: 'kept too',
        _meta: { 'example.com/trace': 't' },
      });
    });

    it('reads resources and gets prompts', async () => {
      const read = await call('@resources/read', { kind: 'resource', arguments: { uri: 'test://a' } });
      expect(resultOf(read)).toEqual({ contents: [{ uri: 'test://a', text: 'contents', vendorField: 1 }] });
      const got = await call('@prompts/get', { kind: 'prompt', arguments: { name: 'hi' } });
      expect(resultOf(got)).toMatchObject({ messages: [{ content: { text: 'hi' } }] });
    });

    it('lists what the server lists, and says where it does not', async () => {
      const listed = await harness.upstream.list('c', harness.spec, 'resources', null);
      expect(listed).toEqual({ resources: [{ uri: 'test://a', name: 'a' }], vendorField: 'kept' });
      await expect(
        harness.upstream.list('c', harness.spec, 'resource-templates', null),
      ).rejects.toMatchObject({
        code: 'upstream-nonsense',
      });
    });

    it('tells a failed tool from a refused request', async () => {
      expect(await call('fail')).toMatchObject({ outcome: 'failed', result: { isError: true } });
      expect(await call('refuse')).toEqual({
        outcome: 'failed',
        error: { code: -32050, message: 'refused here', data: { why: ['x'] } },
      });
    });

    it('asks with this very definition right before sending, and sends nothing on a no', async () => {
      const asked: (JsonObject | null)[] = [];
      const expects = (definition: JsonObject | null) => asked.push(definition) === 0;
      expect(await call('echo', { expects })).toEqual({ outcome: 'not-started', code: 'definition-changed' });
      expect(asked).toMatchObject([{ name: 'echo', description: 'first' }]);
      expect(await call('echo', { inTime: () => false })).toEqual({
        outcome: 'not-started',
        code: 'start-lapsed',
      });
      expect(await call('absent', { expects: (definition) => definition !== null })).toMatchObject({
        outcome: 'not-started',
      });
      expect(await counts()).not.toHaveProperty('echo');
    });

    it('knows nothing of a call that timed out or was let go, and has sent it once', async () => {
      expect(await call('hang', { timeoutMs: 300 })).toEqual({
        outcome: 'unknown',
        code: 'upstream-timeout',
      });
      const controller = new AbortController();
      const aborted = call('hang', { signal: controller.signal });
      await expect.poll(async () => (await counts())['hang']).toBe(2);
      controller.abort();
      expect(await aborted).toEqual({ outcome: 'unknown', code: 'upstream-aborted' });
    });

    it('sends nothing for a caller that has gone already', async () => {
      const outcome = await call('echo', { signal: AbortSignal.abort() });
      expect(outcome).toEqual({ outcome: 'not-started', code: 'upstream-aborted' });
      expect(await counts()).not.toHaveProperty('echo');
    });

    it('knows nothing of a call whose server broke off, and connects again for the next', async () => {
      expect(await call('crash')).toEqual({ outcome: 'unknown', code: 'upstream-closed' });
      expect((await call('echo')).outcome).toBe('succeeded');
    });

    it('takes an answer without shape for no answer', async () => {
      expect((await call('nonsense')).outcome).toBe('unknown');
      expect(await call('misshapen')).toEqual({ outcome: 'unknown', code: 'upstream-nonsense' });
    });

    it('does not pass on a result past the bound, nor hold a message past its own', async () => {
      expect((await call('big', { arguments: { bytes: 1_000_000 } })).outcome).toBe('succeeded');
      const big = await call('big', { arguments: { bytes: 5_000_000 } });
      expect(big).toEqual({ outcome: 'unknown', code: 'upstream-too-large' });
      expect(await call('long-line')).toEqual({ outcome: 'unknown', code: 'upstream-too-large' });
    });

    it('takes a result that is nested without end for no answer, and never for no call', async () => {
      expect(await call('deep', { arguments: { levels: 60 } })).toMatchObject({ outcome: 'succeeded' });
      for (const levels of [70, 5_000, 20_000]) {
        const outcome = await call('deep', { arguments: { levels } });
        expect(outcome).toEqual({ outcome: 'unknown', code: 'upstream-nonsense' });
      }
      expect(await counts()).toMatchObject({ deep: 4 });
    });

    it('cuts off a server that talks without end', async () => {
      expect(await call('flood')).toEqual({ outcome: 'unknown', code: 'upstream-too-large' });
    });

    it('passes progress on', async () => {
      const steps: JsonObject[] = [];
      await call('progress', { onProgress: (step) => steps.push(step) });
      expect(steps).toEqual([
        { progress: 1, total: 2, message: 'step 1' },
        { progress: 2, total: 2, message: 'step 2' },
      ]);
    });

    it('routes a question to the lone call it belongs to', async () => {
      const requestedSchema = { type: 'object', properties: { city: { type: 'string' } } };
      const asked: JsonObject[] = [];
      const outcome = await call('ask', {
        arguments: { message: 'where?', requestedSchema },
        onElicit: async (request) => {
          asked.push(request);
          return { action: 'accept', content: { city: 'Bern' } };
        },
      });
      expect(asked).toMatchObject([{ message: 'where?', requestedSchema }]);
      const answer = { action: 'accept', content: { city: 'Bern' } };
      expect(resultOf(outcome)['structuredContent']).toEqual({ answer });
    });

    it('declines a question that could belong to another call', async () => {
      const controller = new AbortController();
      const other = call('hang', { signal: controller.signal });
      await expect.poll(async () => (await counts())['hang']).toBe(1);
      const ask = () => call('ask', { arguments: QUESTION, onElicit: async () => ({ action: 'accept' }) });
      const declined = { structuredContent: { answer: { action: 'decline' } } };
      expect(resultOf(await ask())).toMatchObject(declined);
      controller.abort();
      await other;
      expect(resultOf(await ask())).toMatchObject(declined);
    });

    it('observes what was listed, and asks again when the server says it changed', async () => {
      expect((await observe())?.definitions['echo']).toMatchObject({ description: 'first' });
      await call('swap', { arguments: { silently: true } });
      expect((await observe())?.definitions['echo']).toMatchObject({ description: 'first' });
      const fresh = await harness.upstream.describe('c', harness.spec, null);
      expect(fresh.definitions['echo']).toMatchObject({ description: 'second' });
      expect((await observe())?.definitions['echo']).toMatchObject({ description: 'second' });
    });

    it('sees a change that the server announces, in calls too', async () => {
      await observe();
      await call('swap');
      await expect
        .poll(async () => (await observe())?.definitions['echo'])
        .toMatchObject({ description: 'second' });
      const expects = (definition: JsonObject | null) => definition?.['description'] === 'second';
      expect((await call('echo', { expects })).outcome).toBe('succeeded');
    });

    it('observes nothing where it would need a credential and has seen nothing', async () => {
      expect(await harness.upstream.observe('c', harness.spec, true)).toBeNull();
    });

    it('starts nothing once it is closed', async () => {
      await harness.upstream.close();
      expect(await call('echo')).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
    });
  });
}

const QUESTION = { message: 'well?', requestedSchema: { type: 'object', properties: {} } };
