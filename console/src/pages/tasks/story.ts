// A task's records told as what was done: all records of one action are one act, and no record is in two.
// What led to what is what the records name as their causes.

import type { RecordView, TraceView } from '../../../../src/surfaces/http/contract.ts';

export type Verdict = 'permit' | 'hold' | 'deny';

export interface Act {
  /** Id of its first record. */
  readonly id: string;
  /** In the ledger's order. */
  readonly records: readonly RecordView[];
  /** `connector/tool`; null where no tool was asked for. */
  readonly tool: string | null;
  /** The latest one; null: nothing was asked. */
  readonly verdict: Verdict | null;
  /** How the call ended; null: none did. */
  readonly outcome: string | null;
  /** Unix milliseconds. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** When it went on from waiting to running; null: it never ran. */
  readonly ranAt: number | null;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** `data`: an argument was found in what the other one brought. */
  readonly kind: 'cause' | 'data';
}

export interface Story {
  readonly acts: readonly Act[];
  readonly links: readonly Link[];
  /** The act of each record. */
  readonly actOf: ReadonlyMap<string, Act>;
}

const VERDICTS: { readonly [type: string]: Verdict } = {
  'action-permitted': 'permit',
  'value-declassified': 'permit',
  'action-held': 'hold',
  'declassification-held': 'hold',
  'step-begun': 'permit',
  'step-held': 'hold',
  'access-held': 'hold',
  'access-granted': 'permit',
  'action-denied': 'deny',
  'request-denied': 'deny',
  'hold-rejected': 'deny',
  'hold-rejected-in-channel': 'deny',
};

export function tellStory(trace: Pick<TraceView, 'records' | 'downstream'>): Story {
  const records = [...trace.records, ...trace.downstream];
  const acts = gather(records).map(toAct);
  const actOf = new Map(acts.flatMap((act) => act.records.map(({ id }) => [id, act] as const)));
  return { acts, links: acts.flatMap((act) => linksOf(act, actOf, acts[0]!)), actOf };
}

/** The record that an act is opened with: its latest decision, where there is one. */
export function decisionOf({ records }: Act): RecordView {
  return records.findLast(({ type }) => type in VERDICTS) ?? records[0]!;
}

/** A member of a record's body, where it is a text. */
export function textOf({ body }: RecordView, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function gather(records: readonly RecordView[]): readonly (readonly RecordView[])[] {
  const known = new Map<string, RecordView[]>();
  const all: RecordView[][] = [];
  for (const record of records) {
    const names = namesOf(record);
    const found = names.map((name) => known.get(name)).find((one) => one !== undefined);
    const act = found ?? [];
    if (found === undefined) all.push(act);
    act.push(record);
    for (const name of [...names, record.id, ...leaseOf(record)]) if (!known.has(name)) known.set(name, act);
  }
  return all;
}

/** What tells which act a record belongs to. */
function namesOf(record: RecordView): readonly string[] {
  const { type, causes } = record;
  const named = ['hold', 'action'].flatMap((name) => textOf(record, name) ?? []);
  // A lease may serve many calls: its own records stand with the one it was granted for.
  if (type === 'lease-granted') return [...named, ...causes.slice(-1)];
  return type.startsWith('lease-') ? leaseOf(record) : named;
}

function leaseOf(record: RecordView): readonly string[] {
  const lease = record.type.startsWith('lease-') ? textOf(record, 'lease') : null;
  return lease === null ? [] : [lease];
}

function toAct(records: readonly RecordView[]): Act {
  const last = (pick: (record: RecordView) => string | null): string | null =>
    records.reduce<string | null>((latest, one) => pick(one) ?? latest, null);
  const first = records[0]!;
  const connector = last((one) => textOf(one, 'connector'));
  const tool = last((one) => textOf(one, 'tool'));
  return {
    id: first.id,
    records,
    tool: connector === null || tool === null ? null : `${connector}/${tool}`,
    verdict: records.reduce<Verdict | null>((latest, { type }) => VERDICTS[type] ?? latest, null),
    outcome: last((one) => (one.type === 'action-settled' ? textOf(one, 'outcome') : null)),
    beganAt: first.time,
    endedAt: records.findLast(({ type }) => !type.startsWith('lease-'))?.time ?? first.time,
    ranAt: records.find(({ type }) => type === 'action-permitted')?.time ?? null,
  };
}

function linksOf(act: Act, actOf: ReadonlyMap<string, Act>, opening: Act): readonly Link[] {
  const others = (ids: readonly string[]): ReadonlySet<string> =>
    new Set(ids.flatMap((id) => actOf.get(id)?.id ?? []).filter((id) => id !== act.id));
  const causes = others(act.records.flatMap(({ causes: ids }) => ids));
  // That the task was open says least: it stands where nothing else does.
  const nearest = [...causes].filter((id) => id !== opening.id);
  const from = nearest.length > 0 || act === opening ? nearest : [opening.id];
  const data = others(act.records.flatMap(sourcesOf));
  return [
    ...from.map((one) => ({ from: one, to: act.id, kind: 'cause' }) as const),
    ...[...data]
      .filter((one) => one !== opening.id && !from.includes(one))
      .map((one) => ({ from: one, to: act.id, kind: 'data' }) as const),
  ];
}

/** Records that the arguments were found in. */
function sourcesOf({ body }: RecordView): readonly string[] {
  const { grounding } = body;
  if (!Array.isArray(grounding)) return [];
  return (grounding as readonly { readonly sources?: readonly string[] }[]).flatMap(
    ({ sources }) => sources ?? [],
  );
}
