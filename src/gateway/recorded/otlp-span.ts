// OTLP's JSON (opentelemetry-proto, TracesData) as far as a replay reads it: spans with their attributes as
// plain JSON. Names of attributes are none of its business.

import { z } from 'zod';
import { isObject, listOf, objectOf, textOf } from '../../catalog/member.ts';
import type { Wrong } from '../../document/placed.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { wrongIn } from './trace-set.ts';

export interface ReadSpan {
  readonly trace: string;
  readonly id: string;
  /** Empty: it begins its trace. */
  readonly parent: string;
  readonly name: string;
  /** Nanoseconds, as the exporter wrote them. */
  readonly startedAt: bigint;
  /** Its own, and what its events say beside them. */
  readonly attributes: JsonObject;
}

const time = z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)]);
const attributes = z.array(z.looseObject({ key: z.string() })).optional();
const tracesSchema = z.object({
  resourceSpans: z.array(
    z.looseObject({
      scopeSpans: z
        .array(
          z.looseObject({
            spans: z
              .array(
                z.looseObject({
                  traceId: z.string().min(1),
                  spanId: z.string().min(1),
                  parentSpanId: z.string().optional(),
                  name: z.string(),
                  startTimeUnixNano: time.optional(),
                  attributes,
                  events: z.array(z.looseObject({ attributes })).optional(),
                }),
              )
              .optional(),
          }),
        )
        .optional(),
    }),
  ),
});

/** The spans of one TracesData, in the order in which they began. */
export function readSpans(
  value: Json,
): { readonly spans: readonly ReadSpan[] } | { readonly problems: readonly Wrong[] } {
  const parsed = tracesSchema.safeParse(value);
  if (!parsed.success) return { problems: wrongIn(parsed.error) };
  const found = parsed.data.resourceSpans.flatMap(({ scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) => spans),
  );
  const spans = found.map((span) => ({
    trace: span.traceId,
    id: span.spanId,
    parent: span.parentSpanId ?? '',
    name: span.name,
    startedAt: BigInt(span.startTimeUnixNano ?? 0),
    attributes: {
      ...Object.assign({}, ...(span.events ?? []).map((event) => attributesIn(event.attributes))),
      ...attributesIn(span.attributes),
    } as JsonObject,
  }));
  return { spans: inOrder(spans) };
}

/** By when they began; those of one moment stay as they were written. */
export function inOrder(spans: readonly ReadSpan[]): ReadSpan[] {
  return spans.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/**
 * An exporter that tries again tells a span twice: it is one, with what either says of it. Without an id, or
 * with another name or beginning, it is another one.
 */
export function onceEach(spans: readonly ReadSpan[]): ReadSpan[] {
  const found = new Map<string, ReadSpan>();
  for (const [at, span] of spans.entries()) {
    const apart = /^0*$/.test(span.id) ? at : '';
    const key = JSON.stringify([span.trace, span.id, span.name, String(span.startedAt), apart]);
    const first = found.get(key);
    const told = first && { ...first, attributes: { ...span.attributes, ...first.attributes } };
    found.set(key, told ?? span);
  }
  return [...found.values()];
}

function attributesIn(pairs: unknown): JsonObject {
  const read = listOf(pairs as Json).map((pair) => {
    const { key, value } = objectOf(pair);
    return [textOf(key), plain(value ?? null)] as const;
  });
  return Object.fromEntries(read);
}

/** opentelemetry.proto.common.v1.AnyValue. */
function plain(value: Json): Json {
  if (!isObject(value)) return null;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (arrayValue !== undefined) return listOf(objectOf(arrayValue)['values']).map(plain);
  if (kvlistValue !== undefined) return attributesIn(objectOf(kvlistValue)['values']);
  // 64 bits are written as a text.
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? boolValue ?? doubleValue ?? bytesValue ?? null;
}
