import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Clearance, Labels } from '../../kernel/flow/label.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { CallAnswer } from './call-answer.ts';
import { labelAnswer, LABELS_KEY, ORIGIN_KEY } from './labelling.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { declareClearances } from '../verbs.ts';

const DECLARED: Labels = { sensitivity: 'internal', categories: [], integrity: 'trusted' };
const TOOL = { kind: 'tool', profile: { egress: 'none', roles: {}, output: DECLARED } } as const;

const ANY = {};

function answerOf(result: JsonObject): CallAnswer {
  return { outcome: 'succeeded', reply: { result }, code: null };
}

/** What a result carries that came so, and is given back so. */
function labelsOf(came: JsonObject, given: JsonObject = came): Labels | undefined {
  return labelAnswer(TOOL, answerOf(came), answerOf(given), ANY, {}).remarks?.labels;
}

describe('what a result carries', () => {
  test('is what its tool was admitted with, and what is found in it', () => {
    expect(labelsOf({ content: [{ type: 'text', text: 'All is well' }] })).toEqual(DECLARED);
    expect(labelsOf({ content: [{ type: 'text', text: 'Pay to DE89 3704 0044 0532 0130 00' }] })).toEqual({
      sensitivity: 'confidential',
      categories: ['financial'],
      integrity: 'trusted',
    });
  });

  test('is told of what is given back, not of what was taken out of it', () => {
    const came = { structuredContent: { name: 'Ann', ssn: '536-90-4399' } };
    expect(labelsOf(came, { structuredContent: { name: 'Ann' } })).toEqual(DECLARED);
  });

  test('is more where its connector says so, also of what was cut, and never less', () => {
    const said = { sensitivity: 'restricted', categories: ['trade-secret'], integrity: 'untrusted' };
    const came = { _meta: { [LABELS_KEY]: said } };
    expect(labelsOf(came, {})).toEqual(said);
    const less = { sensitivity: 'public', categories: [], integrity: 'trusted' };
    expect(labelsOf({ _meta: { [LABELS_KEY]: less } })).toEqual(DECLARED);
  });

  test.each<[string, JsonObject, Labels]>([
    ['nonsense', { [LABELS_KEY]: 5 }, { sensitivity: 'restricted', categories: [], integrity: 'untrusted' }],
    [
      'a level of its own',
      {
        [LABELS_KEY]: {
          sensitivity: 'top',
          categories: ['x', 'x'],
          integrity: 'trusted',
        },
      },
      { sensitivity: 'restricted', categories: ['x'], integrity: 'untrusted' },
    ],
    [
      'contributors that cannot be read',
      { [ORIGIN_KEY]: { contributors: 'ann', complete: true } },
      UNTRUSTED(),
    ],
    [
      'that others wrote it',
      { [ORIGIN_KEY]: { contributors: [{ assurance: 'tofu' }], complete: true } },
      UNTRUSTED(),
    ],
    ['that others may have', { [ORIGIN_KEY]: { contributors: [], complete: false } }, UNTRUSTED()],
    [
      'that the user wrote it',
      { [ORIGIN_KEY]: { contributors: [{ assurance: 'user' }], complete: true } },
      DECLARED,
    ],
  ])('is as its connector says where it says %s', (_, _meta, expected) => {
    expect(labelsOf({ _meta })).toEqual(expected);
  });

  test.each<[string, Json, readonly string[]]>([
    ['a category alone', 'phi', ['phi']],
    ['categories as objects', [{ name: 'phi' }, 'legal'], ['legal']],
    ['a category that is too long', ['x'.repeat(65), 'legal'], ['legal']],
    ['a category without a name', [''], []],
    ['none but null', null, []],
    ['an object of them', { phi: true }, []],
  ])('is as sensitive as can be and anybody’s where its connector says %s', (_, categories, read) => {
    const said = { sensitivity: 'public', categories, integrity: 'trusted' };
    const expected = { sensitivity: 'restricted', categories: read, integrity: 'untrusted' };
    expect(labelsOf({ _meta: { [LABELS_KEY]: said } })).toEqual(expected);
  });

  test('is that, too, where it says more categories than are kept, of which those with a meaning are', () => {
    const own = Array.from({ length: 32 }, (_, n) => `own-${n}`);
    const said = { sensitivity: 'public', categories: [...own, 'phi'], integrity: 'trusted' };
    const labels = labelsOf({ _meta: { [LABELS_KEY]: said } });
    expect(labels).toMatchObject({ sensitivity: 'restricted', integrity: 'untrusted' });
    expect(labels?.categories).toContain('phi');
    expect(labels?.categories).toHaveLength(32);
    const whole = { ...said, categories: own };
    expect(labelsOf({ _meta: { [LABELS_KEY]: whole } })).toMatchObject({
      sensitivity: 'internal',
      integrity: 'trusted',
    });
  });

  test('is not told where nothing came', () => {
    const silent: CallAnswer = { outcome: 'unknown', reply: null, code: 'upstream-timeout' };
    expect(labelAnswer(TOOL, silent, silent, ANY, {})).toBe(silent);
  });
});

describe('what the model is not cleared for', () => {
  const CLEARED: Clearance = { sensitivity: 'confidential', except: ['financial'] };

  function givenTo(clearance: Clearance, came: JsonObject, tool = TOOL): CallAnswer {
    return labelAnswer(tool, answerOf(came), answerOf(came), { clearance }, {});
  }

  test('is taken out of its result, and that alone', () => {
    const text =
      'Ann (ann@example.com, SSN 536-90-4399) pays to DE89 3704 0044 0532 0130 00 by 4111111111111111';
    const came = {
      content: [{ type: 'text', text }],
      structuredContent: { 'a/b': [text], total: 9_434_765_919 },
    };
    const cut = text.replace('DE89 3704 0044 0532 0130 00', '[redacted:iban]');
    const given = cut.replace('4111111111111111', '[redacted:payment-card]');
    const answer = givenTo(CLEARED, came);
    expect(answer.reply).toEqual({
      result: {
        content: [{ type: 'text', text: given }],
        structuredContent: { 'a/b': [given], total: 9_434_765_919 },
      },
    });
    expect(answer.remarks?.labels).toMatchObject({
      sensitivity: 'confidential',
      categories: ['contact', 'pii'],
    });
  });

  test.each<[string, JsonObject, Clearance]>([
    ['stands in a name', { structuredContent: { DE89370400440532013000: 1 } }, CLEARED],
    [
      'was not looked for everywhere',
      { content: [{ type: 'text', text: 'x '.repeat(600_000) }] },
      INTERNAL(),
    ],
    [
      'is only many of what may be given',
      { content: MANY_PEOPLE() },
      { sensitivity: 'confidential', except: ['pii'] },
    ],
    ['is what its connector says of it', { _meta: { [LABELS_KEY]: { sensitivity: 'restricted' } } }, CLEARED],
  ])('is withheld with all of its result where it %s', (_, came, clearance) => {
    const { reply } = givenTo(clearance, came);
    expect(reply).toMatchObject({ result: { isError: true } });
    expect(JSON.stringify(reply)).not.toContain('DE89');
  });

  test('leaves what may be given as it came', () => {
    const came = { content: [{ type: 'text', text: 'SSN 536-90-4399' }] };
    expect(givenTo(CLEARED, came).reply).toEqual({ result: came });
  });
});

function INTERNAL(): Clearance {
  return { sensitivity: 'internal', except: [] };
}

function MANY_PEOPLE(): JsonObject[] {
  return Array.from({ length: 30 }, (_, place) => ({ type: 'text', text: `ann${place}@example.com` }));
}

function UNTRUSTED(): Labels {
  return { ...DECLARED, integrity: 'untrusted' };
}

describe('in a task', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  async function settled(task: string): Promise<EventOf<'action-settled'>['body'][]> {
    const records = await rig.store.read({ fromSeq: 0, limit: 1_000, stream: `task/${task}` });
    return records.flatMap(({ text }) => {
      const { type, body } = JSON.parse(text) as { type: string; body: EventOf<'action-settled'>['body'] };
      return type === 'action-settled' ? [body] : [];
    });
  }

  test('what was found is recorded and stays with all that the task does from then on', async () => {
    const task = await rig.open();
    await rig.call(task, 'notes/read');
    const before = rig.core.world.task(task)?.data;
    expect(before?.categories).toEqual([]);
    const text = 'card 4111 1111 1111 1111';
    rig.upstream.answer = () =>
      Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text }] } });
    const answer = await rig.call(task, 'notes/read', { n: 2 });
    const labels = { sensitivity: 'restricted', categories: ['pci'], integrity: 'untrusted' };
    expect(answer).toMatchObject({ remarks: { labels } });
    expect(rig.core.world.task(task)?.data).toEqual(labels);
    const [plain, found] = await settled(task);
    expect(plain).not.toHaveProperty('labels');
    expect(found?.labels).toEqual(labels);
    await rig.restart();
    await rig.core.load(task);
    expect(rig.core.world.task(task)?.data).toEqual(labels);
  });

  test('its caller is told all that the records say of it, also where it comes from an echo', async () => {
    const task = await rig.open();
    const text = 'card 4111 1111 1111 1111';
    rig.upstream.answer = () =>
      Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text }] } });
    await rig.call(task, 'notes/read');
    rig.upstream.answer = () => Promise.resolve({ outcome: 'succeeded', result: { content: [] } });
    const held = await rig.call(task, 'notes/write', { text });
    if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
    await rig.decide('grace', 'approve', task, held.hold);
    const labels = { sensitivity: 'restricted', categories: ['pci'], integrity: 'untrusted' };
    expect(await rig.call(task, 'notes/write', { text })).toMatchObject({ remarks: { labels } });
    // It is not made again: what is kept of it says the same.
    expect(await rig.call(task, 'notes/write', { text })).toMatchObject({ remarks: { labels } });
    expect(await settled(task)).toHaveLength(2);
  });

  test('where what its connector says of it cannot be read, operators are told of which tool', async () => {
    const warn = vi.spyOn(rig.log, 'warn');
    const task = await rig.open();
    const said = { sensitivity: 'public', categories: 'phi', integrity: 'trusted' };
    rig.upstream.answer = () =>
      Promise.resolve({ outcome: 'succeeded', result: { content: [], _meta: { [LABELS_KEY]: said } } });
    const labels = { sensitivity: 'restricted', categories: ['phi'], integrity: 'untrusted' };
    expect(await rig.call(task, 'notes/read')).toMatchObject({ remarks: { labels } });
    expect(warn.mock.calls).toEqual([[{ connector: 'notes', tool: 'read' }, expect.any(String)]]);
  });

  test('what a caller says of its arguments adds to what is known of them and takes nothing', async () => {
    const task = await rig.open();
    const said: Labels = { sensitivity: 'restricted', categories: ['merger'], integrity: 'trusted' };
    const answer = await rig.call(task, 'notes/read', { n: 'plain' }, { labels: said });
    expect(answer).toMatchObject({ remarks: { labels: { ...said, integrity: 'untrusted' } } });
    const [permitted] = (await rig.store.read({ fromSeq: 0, limit: 1_000, stream: `task/${task}` }))
      .map(({ text }) => JSON.parse(text) as { type: string; body: EventOf<'action-permitted'>['body'] })
      .filter(({ type }) => type === 'action-permitted');
    expect(permitted?.body.sent).toMatchObject({ sensitivity: 'restricted', categories: ['merger'] });
    const nothing: Labels = { sensitivity: 'public', categories: [], integrity: 'trusted' };
    const less = await rig.call(task, 'notes/read', { n: '4111 1111 1111 1111' }, { labels: nothing });
    expect(less).toMatchObject({ remarks: { labels: { sensitivity: 'restricted', categories: ['pci'] } } });
  });

  test('a model that is not cleared is not given it, whoever asked for the call', async () => {
    await declareClearances(rig.core, ADA, { '*': { sensitivity: 'confidential', except: [] } });
    const task = await rig.open();
    const told: JsonObject[] = [];
    rig.upstream.answer = ({ onProgress }) => {
      onProgress({ progress: 1, message: 'card 4111 1111 1111 1111' });
      const content = [{ type: 'text', text: 'card 4111 1111 1111 1111' }];
      return Promise.resolve({ outcome: 'succeeded', result: { content } });
    };
    const answer = await rig.call(task, 'notes/read', {}, { onProgress: (one) => told.push(one) });
    const content = [{ type: 'text', text: 'card [redacted:payment-card]' }];
    expect(answer).toMatchObject({ reply: { result: { content } } });
    expect(told).toEqual([{ progress: 1 }]);
    expect(rig.core.world.task(task)?.data.categories).toEqual([]);
  });
});
