// One record of a task, with all that is known of it: why, what it says, where that comes from, and that the
// ledger holds it.

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { GroundedArgumentView } from '../../../../src/surfaces/http/contract/grounding.ts';
import type { CarriedArgumentView } from '../../../../src/surfaces/http/contract/labels.ts';
import type { RecordView, TraceView } from '../../../../src/surfaces/http/contract.ts';
import { statusQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Moment } from '../../parts/clock.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Rows } from '../../parts/rows.tsx';
import { RecordReference } from '../../parts/record-link.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { GroundingChip, LabelChips } from '../../parts/signs.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import { canonicalText } from '../../text/canonical.ts';
import { RecordProof } from '../../verify/record-proof.tsx';
import { Explanation } from './explanation.tsx';
import { decisionOf, textOf, type Act } from './story.ts';
import { Verified } from './verified.tsx';
import { subjectOf, wordsOfRecord } from './words.ts';

interface PanelProps {
  readonly task: string;
  readonly act: Act;
  readonly record: RecordView;
  /** Those that are drawn as one with it. */
  readonly alike: readonly Act[];
  readonly payloads: TraceView['payloads'];
  readonly select: (record: string) => void;
  readonly close: () => void;
}

export function Panel({ task, act, record, alike, payloads, select, close }: PanelProps) {
  const { data: status } = useQuery(statusQuery);
  const text = canonicalText(record);
  return (
    <aside
      aria-label="The record"
      className="fixed inset-0 z-40 flex flex-col gap-3 overflow-y-auto bg-page p-3 pb-16 lg:sticky
        lg:inset-auto lg:top-4 lg:z-auto lg:max-h-[calc(100dvh-2rem)] lg:p-0"
    >
      <Head act={act} record={record} select={select} close={close} />
      <Verified task={task} act={act} />
      {alike.length > 1 && <Alike acts={alike} selected={act} select={select} />}
      {/^(action|request|declassification)-|^value-/.test(record.type) &&
        record.type !== 'action-settled' && <Explanation record={record.id} />}
      <Says record={record} payloads={payloads} />
      <Data record={record} />
      <Credential act={act} />
      <OnRecord record={record} />
      <Section title="Exactly as it is hashed" aside={<CopyText text={text} label="the canonical record" />}>
        <Untrusted text={text} label="the canonical record" />
      </Section>
      {status && <RecordProof key={record.id} id={record.id} text={text} vkey={status.vkey} />}
    </aside>
  );
}

function Head({ act, record, select, close }: Pick<PanelProps, 'act' | 'record' | 'select' | 'close'>) {
  return (
    <header className="rounded-lg border border-line bg-panel p-3">
      <div className="flex items-start justify-between gap-2">
        <h2 className="min-w-0 font-mono text-sm font-semibold break-words">
          <UntrustedLine text={subjectOf(act)} />
        </h2>
        <Button kind="quiet" aria-label="Close the record" onClick={close}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <ol aria-label="Records of this act" className="mt-2 flex max-h-40 flex-wrap gap-1 overflow-auto">
        {act.records.map((one) => {
          const { icon: Icon, says } = wordsOfRecord(one);
          return (
            <li key={one.id}>
              <Button
                aria-pressed={one.id === record.id}
                onClick={() => select(one.id)}
                className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
              >
                <Icon size={13} aria-hidden />
                {says}
              </Button>
            </li>
          );
        })}
      </ol>
    </header>
  );
}

function Alike({ acts, selected, select }: AlikeProps) {
  return (
    <Section title={`${acts.length.toLocaleString()} that are alike`}>
      <Rows count={acts.length} rowHeight={32} label="Those that are alike" maxHeight={192}>
        {(index) => {
          const act = acts[index]!;
          return (
            <button
              type="button"
              aria-pressed={act === selected}
              onClick={() => select(decisionOf(act).id)}
              className="flex h-full w-full items-center gap-2 px-2 text-left text-xs
                aria-pressed:bg-accent-soft"
            >
              <span className="shrink-0 text-ink-soft tabular">{act.records[0]!.seq}</span>
              <span className="truncate font-mono">
                <UntrustedLine text={subjectOf(act)} most={80} />
              </span>
            </button>
          );
        }}
      </Rows>
    </Section>
  );
}

interface AlikeProps {
  readonly acts: readonly Act[];
  readonly selected: Act;
  readonly select: (record: string) => void;
}

const SAID = [
  ['prompt', 'What was asked for'],
  ['arguments', 'Arguments'],
  ['result', 'Result'],
  ['reason', 'Why'],
] as const;

/** The words behind its commitments. */
function Says({ record, payloads }: Pick<PanelProps, 'record' | 'payloads'>) {
  const { statement } = record.body;
  const signed = typeof statement === 'object' && statement !== null && !Array.isArray(statement);
  const of = (name: string): string | null => {
    const inStatement = signed ? (statement as Record<string, unknown>)[name] : undefined;
    return textOf(record, name) ?? (typeof inStatement === 'string' ? inStatement : null);
  };
  return SAID.map(([name, title]) => {
    const commitment = of(name);
    if (commitment === null || !(commitment in payloads)) return null;
    const text = payloads[commitment] ?? null;
    return (
      <Section key={name} title={title}>
        {text === null ? (
          <p className="text-sm text-ink-soft">Erased: nobody can read it any more.</p>
        ) : (
          <Untrusted text={text} label={title} />
        )}
      </Section>
    );
  });
}

/** Where the arguments come from, and what they carry. */
function Data({ record }: { readonly record: RecordView }) {
  const grounding = listIn(record, 'grounding') as readonly GroundedArgumentView[];
  const carried = listIn(record, 'carried') as readonly CarriedArgumentView[];
  const pointers = [...new Set([...grounding, ...carried].map(({ pointer }) => pointer))];
  if (pointers.length === 0) return null;
  return (
    <Section title="Where the data comes from">
      <ul className="flex flex-col gap-1.5">
        {pointers.map((pointer) => {
          const from = grounding.find((one) => one.pointer === pointer);
          const carries = carried.find((one) => one.pointer === pointer);
          return (
            <li key={pointer} className="flex flex-wrap items-center gap-1.5">
              <span className="min-w-0 font-mono text-xs">
                <UntrustedLine text={pointer === '' ? '(all the rest)' : pointer} />
              </span>
              {from && <Chip>{from.role}</Chip>}
              {from && <GroundingChip grounding={from} />}
              {carries && <LabelChips labels={carries.labels} isPlaced={from !== undefined} />}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function listIn({ body }: RecordView, name: string): readonly unknown[] {
  const list = body[name];
  return Array.isArray(list) ? list : [];
}

/** What became of the credential that was made for it. */
function Credential({ act }: { readonly act: Act }) {
  const leases = act.records.filter(({ type }) => type.startsWith('lease-'));
  const lease = leases[0] === undefined ? null : textOf(leases[0], 'lease');
  if (lease === null) return null;
  return (
    <Section title="Credential">
      <Facts
        facts={[
          ['lease', <code className="font-mono text-xs break-all">{lease}</code>],
          ...leases.map((one) => [wordsOfRecord(one).says, <Moment at={one.time} />] as const),
        ]}
      />
    </Section>
  );
}

function OnRecord({ record }: { readonly record: RecordView }) {
  const { id, seq, time, type, actor, causes } = record;
  return (
    <Section title="On record">
      <Facts
        facts={[
          ['no.', <RecordReference id={id}>{seq.toLocaleString()}</RecordReference>],
          ['type', type],
          ['when', <Moment at={time} />],
          ['by', `${actor.kind} ${actor.id}`],
          [
            'because of',
            <span className="flex flex-col">
              {causes.map((cause) => (
                <RecordReference key={cause} id={cause}>
                  {cause}
                </RecordReference>
              ))}
            </span>,
          ],
        ]}
      />
    </Section>
  );
}
