// One record: what it says, what led to it, and that the ledger holds exactly it.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import { recordQuery, statusQuery } from '../../api/queries.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Moment } from '../../parts/clock.tsx';
import { RecordReference } from '../../parts/record-link.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { Untrusted } from '../../parts/untrusted.tsx';
import { canonicalText } from '../../text/canonical.ts';
import { RecordProof } from '../../verify/record-proof.tsx';

const route = getRouteApi('/frame/ledger/$record');

export function RecordPage() {
  const { record: ref } = route.useParams();
  const { data, error, isPending } = useQuery(recordQuery(ref));
  return (
    <article className="mx-auto flex max-w-4xl flex-col gap-3 p-3 md:p-5">
      <Link to="/ledger" className="flex items-center gap-1 text-sm text-ink-soft hover:text-ink">
        <ArrowLeft size={14} aria-hidden /> Ledger
      </Link>
      {isPending && <Loading what="The record" />}
      {error !== null && <Trouble error={error} what="This record" />}
      {data && <Shown record={data.record} />}
    </article>
  );
}

function Shown({ record }: { readonly record: RecordView }) {
  const { data: status } = useQuery(statusQuery);
  const { seq, id, time, stream, version, type, actor, causes, body } = record;
  const text = canonicalText(record);
  return (
    <>
      <h1 className="text-base font-semibold">
        {type} <span className="text-ink-soft tabular">no. {seq}</span>
      </h1>
      <Section title="Where it stands">
        <Facts
          facts={[
            ['Id', <span className="font-mono text-xs break-all">{id}</span>],
            ['When', <Moment at={time} />],
            ['By', `${actor.id} (${actor.kind})`],
            [
              'Stream',
              <Link
                to="/ledger"
                search={{ stream }}
                className="font-mono text-xs break-all text-accent underline underline-offset-2"
              >
                {stream}@{version}
              </Link>,
            ],
            ['Because of', <Causes causes={causes} />],
          ]}
        />
      </Section>
      {status && <RecordProof id={id} text={text} vkey={status.vkey} />}
      <Section title="What it says">
        <Untrusted text={JSON.stringify(body, null, 2)} label="what the record says" />
      </Section>
      <Section title="Exactly as it is hashed" aside={<CopyText text={text} label="the canonical record" />}>
        <Untrusted text={text} label="the canonical record" />
      </Section>
    </>
  );
}

function Causes({ causes }: { readonly causes: readonly string[] }) {
  if (causes.length === 0) return <>nothing: it began here</>;
  return (
    <ul>
      {causes.map((cause) => (
        <li key={cause}>
          <RecordReference id={cause}>{cause}</RecordReference>
        </li>
      ))}
    </ul>
  );
}
