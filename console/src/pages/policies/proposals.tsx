import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePen } from 'lucide-react';
import type {
  PolicyAnswerView,
  PolicyStanding,
  ProposalView,
} from '../../../../src/surfaces/http/contract/policy.ts';
import { postJson } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { meQuery, proposalsQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Diff } from '../../parts/diff.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Tests } from './tests.tsx';
import { WhatIf } from './what-if.tsx';

type Policy = NonNullable<PolicyStanding['policy']>;

/** What waits for another person's eyes. */
export function Proposals({ policy }: { readonly policy: Policy }) {
  const { data, error, isPending } = useQuery(proposalsQuery);
  if (isPending) return <Loading what="Proposals" />;
  if (error !== null) return <Trouble error={error} what="The list of proposals" />;
  if (data.proposals.length === 0) {
    return (
      <Empty icon={FilePen} title="Nothing is proposed">
        Change the text in force and propose it; somebody else publishes it.
      </Empty>
    );
  }
  return data.proposals
    .toReversed()
    .map((one) => <Proposal key={one.digest} proposal={one} policy={policy} />);
}

function Proposal({ proposal, policy }: { readonly proposal: ProposalView; readonly policy: Policy }) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { digest, author, coauthors, sources } = proposal;
  const may = useMay('publish-policy');
  const isOwn = me !== undefined && [author, ...coauthors].includes(me.id);
  const publish = useMutation({
    mutationFn: () => postJson<PolicyAnswerView>('/policy', { digest }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      <Section
        title={`Proposed by ${[author, ...coauthors].join(', ')}`}
        aside={
          <Button kind="main" disabled={!may || isOwn || publish.isPending} onClick={() => publish.mutate()}>
            Publish it
          </Button>
        }
      >
        {isOwn && (
          <p className="mb-2 text-sm text-ink-soft">
            You proposed it: somebody else must look and publish it.
          </p>
        )}
        {!may && <MayNot />}
        <Refused error={publish.error} />
        <Diff before={policy.sources} after={sources} />
        <p className="mt-1 font-mono text-xs break-all text-ink-soft">{digest}</p>
      </Section>
      <Tests sources={sources} isReady />
      <WhatIf sources={sources} isReady />
    </>
  );
}
