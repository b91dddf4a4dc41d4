import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { History as Clock } from 'lucide-react';
import { useState } from 'react';
import type { PublicationView } from '../../../../src/surfaces/http/contract/policy.ts';
import { postJson } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { policyQuery, policySetQuery, publicationsQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Moment } from '../../parts/clock.tsx';
import { Diff } from '../../parts/diff.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Untrusted } from '../../parts/untrusted.tsx';

/** Each time a set took force, newest first. */
export function History() {
  const { data, error, isPending } = useQuery(publicationsQuery);
  if (isPending) return <Loading what="The history" />;
  if (error !== null) return <Trouble error={error} what="The history" />;
  if (data.publications.length === 0) return <Empty icon={Clock} title="Nothing was published yet" />;
  return data.publications.map((one, index) => (
    <Publication key={one.record} publication={one} isInForce={index === 0} />
  ));
}

interface PublicationProps {
  readonly publication: PublicationView;
  readonly isInForce: boolean;
}

function Publication({ publication, isInForce }: PublicationProps) {
  const { digest, publishedAt, publisher, author, rolledBack, reason } = publication;
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={rolledBack ? `Brought back by ${publisher}` : `Published by ${publisher}`}
      aside={
        isInForce ? (
          <Chip tone="permit">in force</Chip>
        ) : (
          <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Close' : 'Compare'}
          </Button>
        )
      }
    >
      <p className="text-sm text-ink-soft">
        <Moment at={publishedAt} />
        {author !== null && `, proposed by ${author}`}
      </p>
      {reason !== null && <Untrusted text={reason} label="why" />}
      <p className="mt-1 font-mono text-xs break-all text-ink-soft">{digest}</p>
      {isOpen && <Rollback digest={digest} />}
    </Section>
  );
}

function Rollback({ digest }: { readonly digest: string }) {
  const client = useQueryClient();
  const may = useMay('rollback-policy');
  const [reason, setReason] = useState('');
  const { data: now } = useQuery(policyQuery);
  const { data, error } = useQuery(policySetQuery(digest));
  const rollback = useMutation({
    mutationFn: () => postJson('/policy/rollback', { digest, reason }),
    onSuccess: () => client.invalidateQueries(),
  });
  if (error !== null) return <Trouble error={error} what="This set" />;
  if (!data || !now?.policy) return <Loading what="The set" />;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <h3 className="text-sm font-medium">What bringing it back would change</h3>
      <div>
        <Diff before={now.policy.sources} after={data.policy.sources} />
      </div>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          rollback.mutate();
        }}
      >
        <label className="flex min-w-48 flex-1 flex-col gap-1 text-sm">
          Why
          <input
            required
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            className="h-9 rounded-md border border-line-strong bg-page px-2 text-sm sm:h-7"
          />
        </label>
        <Button type="submit" disabled={!may || rollback.isPending || reason.trim() === ''}>
          Bring it back
        </Button>
      </form>
      {!may && <MayNot />}
      <Refused error={rollback.error} />
    </div>
  );
}
