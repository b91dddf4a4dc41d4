import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import type { Event } from '../../kernel/event.ts';
import { toOtlp, type OtlpSpan } from './otlp.ts';
import { findRelated, type Bounds } from './related.ts';
import { readsOver, sampleRecords } from './sample-records.contract.ts';

const sample = sampleRecords();
const hash = (text: string, bytes: number): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);

async function exportOf(task: string, events: readonly Event[] = sample.events, bounds?: Bounds) {
  const related = (await findRelated(readsOver(events), task, bounds))!;
  return toOtlp(nodeLedgerCrypto, related, 'ledger.example');
}

const spansOf = async (...input: Parameters<typeof exportOf>): Promise<readonly OtlpSpan[]> =>
  (await exportOf(...input)).resourceSpans[0]!.scopeSpans[0]!.spans;

const spans = await spansOf(sample.first);
const spanOf = (event: Event, among = spans): OtlpSpan | undefined =>
  among.find(({ spanId }) => spanId === hash(event.id, 8));
const firstOf = (type: Event['type']): OtlpSpan => spanOf(sample.find(sample.first, type))!;
const attributeOf = (span: OtlpSpan, key: string): unknown =>
  Object.values(span.attributes.find((one) => one.key === key)?.value ?? {})[0];

it('is OTLP in its JSON form: ids in hexadecimal, 64-bit numbers as text, enums as numbers', async () => {
  for (const span of await spansOf(sample.first)) {
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span.startTimeUnixNano).toMatch(/^[0-9]+000000$/);
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    expect([span.kind, typeof span.status.code]).toEqual([1, 'number']);
    for (const { value } of [...span.attributes, ...span.events.flatMap((one) => one.attributes)]) {
      const [[kind, content]] = Object.entries(value) as [[string, unknown]];
      expect(['stringValue', 'intValue', 'boolValue', 'arrayValue']).toContain(kind);
      expect([kind, content]).toEqual([kind, kind === 'intValue' ? String(Number(content)) : content]);
    }
  }
  const { resourceSpans } = await exportOf(sample.first);
  expect(resourceSpans[0]?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'holdpoint' } },
    { key: 'service.instance.id', value: { stringValue: 'ledger.example' } },
  ]);
});

it('has the task as the root, its actions and holds in it, and leases in the action they are for', () => {
  const task = firstOf('task-opened');
  expect([task.name, task.parentSpanId]).toEqual(['invoke_agent bot', undefined]);
  expect(task.traceId).toBe(hash(`task/${sample.first}`, 16));
  const action = firstOf('action-permitted');
  expect([action.name, action.parentSpanId]).toEqual(['execute_tool write', task.spanId]);
  expect([firstOf('action-held').name, firstOf('action-held').parentSpanId]).toEqual([
    'hold write',
    task.spanId,
  ]);
  expect([firstOf('lease-granted').name, firstOf('lease-granted').parentSpanId]).toEqual([
    'lease crm',
    action.spanId,
  ]);
});

it('spans an action from its permit to its outcome, a hold to the permit, a lease to its revocation', () => {
  const nanos = (type: Event['type']): string => `${sample.find(sample.first, type).time}000000`;
  const times = ({ startTimeUnixNano, endTimeUnixNano }: OtlpSpan) => [startTimeUnixNano, endTimeUnixNano];
  expect(times(firstOf('task-opened'))).toEqual([nanos('task-opened'), nanos('task-closed')]);
  expect(times(firstOf('action-permitted'))).toEqual([nanos('action-permitted'), nanos('action-settled')]);
  expect(times(firstOf('action-held'))).toEqual([nanos('action-held'), nanos('action-permitted')]);
  expect(times(firstOf('lease-granted'))).toEqual([nanos('lease-granted'), nanos('lease-revoked')]);
  expect(firstOf('action-permitted').status).toEqual({ code: 1 });
});

it('links an action to the hold and the approval that let it run', () => {
  const action = firstOf('action-permitted');
  const hold = firstOf('action-held');
  const { traceId, spanId } = hold;
  const causes = [
    sample.find(sample.first, 'action-held').id,
    sample.find(sample.first, 'approval-given').id,
  ];
  expect(action.links).toEqual(
    causes.map((id) => ({
      traceId,
      spanId,
      attributes: [{ key: 'holdpoint.cause', value: { stringValue: id } }],
    })),
  );
});

it('links a task to the action that set it off, the same whichever of the two is exported', async () => {
  const opening = sample.find(sample.second, 'task-opened');
  const action = firstOf('action-permitted');
  const link = { traceId: action.traceId, spanId: action.spanId };
  expect(spanOf(opening)?.links).toMatchObject([link]);
  expect(spanOf(opening)?.parentSpanId).toBeUndefined();
  expect(spanOf(opening)?.traceId).not.toBe(action.traceId);
  const second = await spansOf(sample.second);
  expect(spanOf(opening, second)?.links).toMatchObject([link]);
  expect(second.map(({ traceId }) => traceId)).not.toContain(action.traceId);
});

it('names verdict and tool as OpenTelemetry does where it has a name for them', () => {
  const action = firstOf('action-permitted');
  expect(attributeOf(action, 'gen_ai.operation.name')).toBe('execute_tool');
  expect(attributeOf(action, 'gen_ai.tool.name')).toBe('write');
  expect(attributeOf(action, 'holdpoint.verdict')).toBe('permit');
  expect(attributeOf(action, 'holdpoint.outcome')).toBe('succeeded');
  expect(attributeOf(action, 'error.type')).toBeUndefined();
  const denied = firstOf('action-denied');
  expect(attributeOf(denied, 'error.type')).toBe('policy-forbids');
  expect(denied.status).toEqual({ code: 2, message: 'policy-forbids' });
  expect(denied.startTimeUnixNano).toBe(denied.endTimeUnixNano);
});

it('leaves no record of a task out', () => {
  const inside = new Set(spans.flatMap(({ events }) => events.map(({ attributes }) => attributes[0]?.value)));
  const begun = spans.map((span) => attributeOf(span, 'holdpoint.record'));
  const ends = new Set(['action-settled', 'lease-revoked', 'task-closed', 'task-quarantined']);
  for (const { id, type } of sample.events.filter(({ stream }) => stream === `task/${sample.first}`)) {
    const isEvent = [...inside].some((value) => Object.values(value ?? {})[0] === id);
    expect([id, begun.includes(id) || isEvent || ends.has(type)]).toEqual([id, true]);
  }
  expect(firstOf('task-opened').events.map(({ name }) => name)).toEqual(['request-denied']);
  expect(firstOf('action-held').events.map(({ name }) => name)).toEqual([
    'agent-asked',
    'action-held',
    'approval-given',
  ]);
});

it('marks what has not ended, and goes on with it until the last record', () => {
  const last = sample.events.at(-1)!;
  const open = spanOf(sample.find(sample.second, 'action-permitted'))!;
  expect(attributeOf(open, 'holdpoint.unfinished')).toBe(true);
  expect([open.endTimeUnixNano, open.status]).toEqual([`${last.time}000000`, { code: 0 }]);
});

it.each([
  ['action-settled', 'action-permitted', { outcome: 'failed', code: 'upstream-timeout' }, 'upstream-timeout'],
  ['action-settled', 'action-permitted', { outcome: 'failed', code: null }, 'tool_error'],
] as const)('an outcome in %s makes an error of %s', async (type, span, change, error) => {
  const events = sample.events.map((event) =>
    event.type === type ? { ...event, body: { ...event.body, ...change } } : event,
  );
  const failed = spanOf(sample.find(sample.first, span), await spansOf(sample.first, events))!;
  expect(failed.status).toEqual({ code: 2, message: error });
  expect(attributeOf(failed, 'error.type')).toBe(error);
});

it('ends a hold that was rejected, and a task that was quarantined, as an error', async () => {
  const approved = sample.find(sample.first, 'approval-given');
  const events = sample.events.map((event): Event => {
    if (event.id === approved.id) return { ...event, type: 'hold-rejected' } as Event;
    return event.type === 'task-closed'
      ? ({ ...event, type: 'task-quarantined' } as unknown as Event)
      : event;
  });
  const changed = await spansOf(sample.first, events);
  const messages = (['action-held', 'task-opened'] as const).map(
    (type) => spanOf(sample.find(sample.first, type), changed)?.status.message,
  );
  expect(messages).toEqual(['rejected', 'quarantined']);
});

it('says that it was cut', async () => {
  const { resourceSpans } = await exportOf(sample.first, sample.events, { task: 3, past: 9, downstream: 2 });
  const cut = resourceSpans[0]?.resource.attributes.find(({ key }) => key === 'holdpoint.cut');
  expect(cut?.value).toEqual({
    arrayValue: { values: [{ stringValue: 'task' }, { stringValue: 'downstream' }] },
  });
});

it('holds no commitment and no word behind one', async () => {
  expect(JSON.stringify(await exportOf(sample.first))).not.toContain('hmac');
});
