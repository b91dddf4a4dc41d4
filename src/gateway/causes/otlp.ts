// A task as OpenTelemetry spans (OTLP/JSON): one trace per task, with ids that follow from the records, so
// that two exports of the same records agree and spans of different tasks can link to each other. No
// payloads: what stands in a record, and nothing that it only commits to.

import { hex, utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import type { PlacedEvent, Related } from './causal-graph.ts';
import { attributesOf, errorOf, nameOf, SCHEMA_URL, type Attributes } from './conventions.ts';
import { traceSpans, type Span } from './spans.ts';

/** SPAN_KIND_INTERNAL, STATUS_CODE_OK and STATUS_CODE_ERROR: enums are numbers in OTLP/JSON. */
const INTERNAL = 1;
const OK = 1;
const ERROR = 2;

type Value =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly Value[] } };

interface KeyValue {
  readonly key: string;
  readonly value: Value;
}

/** opentelemetry.proto.trace.v1.Span, as far as it is used. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly status: { readonly code: number; readonly message?: string };
}

/** opentelemetry.proto.trace.v1.TracesData: the body of an OTLP/HTTP request to `/v1/traces`. */
export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly OtlpSpan[];
      readonly schemaUrl: string;
    }[];
    readonly schemaUrl: string;
  }[];
}

/** @param ledger origin of the ledger, which the spans bear as their service's instance */
export function toOtlp(crypto: LedgerCrypto, related: Related, ledger: string): OtlpTraces {
  const latest = related.records.at(-1)!.event.time;
  const spans = traceSpans(related).map((span) => toSpan(crypto, span, latest));
  const resource = {
    attributes: toKeyValues({
      'service.name': 'holdpoint',
      'service.instance.id': ledger,
      ...(related.cuts.length === 0 ? {} : { 'holdpoint.cut': related.cuts.map(({ part }) => part) }),
    }),
  };
  const scopeSpans = [{ scope: { name: 'holdpoint' }, spans, schemaUrl: SCHEMA_URL }];
  return { resourceSpans: [{ resource, scopeSpans, schemaUrl: SCHEMA_URL }] };
}

function toSpan(crypto: LedgerCrypto, span: Span, latest: number): OtlpSpan {
  const { begins, ended, parent, events, links } = span;
  // A denial and what it denies are one moment; what has not ended lasted until now.
  const isOver = ended !== null || begins.type === 'action-denied';
  const endsAt = ended?.time ?? (isOver ? begins.time : latest);
  const error = errorOf(span);
  return {
    ...idsOf(crypto, begins),
    ...(parent === null ? {} : { parentSpanId: idOf(crypto, parent, SPAN_ID_BYTES) }),
    name: nameOf(begins),
    kind: INTERNAL,
    startTimeUnixNano: toNanos(begins.time),
    endTimeUnixNano: toNanos(endsAt),
    attributes: toKeyValues({ ...attributesOf(span), ...(isOver ? {} : { 'holdpoint.unfinished': true }) }),
    events: events.map((event) => ({
      timeUnixNano: toNanos(event.time),
      name: event.type,
      attributes: toKeyValues({ 'holdpoint.record': event.id, 'holdpoint.seq': event.seq }),
    })),
    links: links.map((link) => ({
      ...idsOf(crypto, link.begins),
      attributes: toKeyValues({ 'holdpoint.cause': link.cause }),
    })),
    status: statusOf(isOver, error),
  };
}

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** A trace is a task's stream, a span the record that begins it. */
function idsOf(crypto: LedgerCrypto, { stream, id }: PlacedEvent): Pick<OtlpSpan, 'traceId' | 'spanId'> {
  return { traceId: idOf(crypto, stream, TRACE_ID_BYTES), spanId: idOf(crypto, id, SPAN_ID_BYTES) };
}

function idOf(crypto: LedgerCrypto, text: string, bytes: number): string {
  return hex(crypto.sha256(utf8(text)).slice(0, bytes));
}

function statusOf(isOver: boolean, error: string | null): OtlpSpan['status'] {
  if (error !== null) return { code: ERROR, message: error };
  return isOver ? { code: OK } : { code: 0 };
}

/** Nanoseconds do not fit a number. */
function toNanos(timeMs: number): string {
  return String(BigInt(timeMs) * 1_000_000n);
}

function toKeyValues(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: Attributes[string]): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  return { arrayValue: { values: value.map(toValue) } };
}
