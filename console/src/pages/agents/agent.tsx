// One agent: its registration, what it could do with nobody in between, what it may use up, and what was
// decided of what it asked for.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Bot, OctagonX, Share2 } from 'lucide-react';
import { useMemo } from 'react';
import type { AgentView } from '../../../../src/surfaces/http/contract.ts';
import { agentsQuery, blastQuery, decisionsQuery, streamQuery } from '../../api/queries.ts';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { DecisionsTable } from '../../parts/decisions.tsx';
import { RECORD } from '../../parts/decision-columns.tsx';
import { Ago } from '../../parts/clock.tsx';
import { Missing } from '../../parts/missing.tsx';
import { Answered, NotYet, OnePage } from '../../parts/page.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { StoppedChip } from '../../parts/signs.tsx';
import { Banner, Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { ReachSum } from '../blast/reach.tsx';
import { historyOf, type AgentEvent } from './history.ts';

const route = getRouteApi('/frame/agents/$agent');
const LATEST = 1_000;

export function AgentPage() {
  const { agent: id } = route.useParams();
  const { data, error } = useQuery(agentsQuery);
  if (data === undefined) {
    return <NotYet name={id} kind="agent" error={error} />;
  }
  const agent = data.agents.find((one) => one.id === id);
  if (agent === undefined) {
    return (
      <Missing
        icon={Bot}
        title="There is no such agent"
        command="holdpoint agent list"
        back={{ to: '/agents', words: 'See all agents' }}
      />
    );
  }
  return <Agent agent={agent} />;
}

function Agent({ agent }: { readonly agent: AgentView }) {
  const { id, killed } = agent;
  return (
    <OnePage name={id} all={{ to: '/agents', words: 'All agents' }} signs={killed && <StoppedChip />}>
      {killed && (
        <Banner tone="deny" icon={OctagonX}>
          It was stopped: nothing that it asks for runs until somebody lifts that.
        </Banner>
      )}
      <Exposure agent={id} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Registration agent={agent} />
        <Allowances agent={agent} />
      </div>
      <History agent={id} />
      <Decisions agent={id} />
    </OnePage>
  );
}

function Exposure({ agent }: { readonly agent: string }) {
  const { data, error } = useQuery(blastQuery('agent', agent));
  if (error !== null) return <Trouble error={error} what="What it could reach" />;
  if (data === undefined) return <Loading what="What it could reach" />;
  return (
    <div>
      <div className="grid gap-3 sm:grid-cols-2">
        <ReachSum title="Could reach with nobody in between" reach={data.unheld} />
        <ReachSum title="Could reach in all" reach={data.reach} />
      </div>
      <Link
        to="/reach/$kind/$name"
        params={{ kind: 'agent', name: agent }}
        className="mt-2 inline-flex items-center gap-1 text-sm text-accent underline underline-offset-2"
      >
        <Share2 size={14} aria-hidden />
        How it gets there
      </Link>
    </div>
  );
}

function Registration({ agent }: { readonly agent: AgentView }) {
  const { owner, environment, groups, identity, model } = agent;
  const mono = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
  return (
    <Section title="Registration">
      <Facts
        facts={[
          ['answers for it', owner],
          ['environment', environment],
          ['groups', groups.length === 0 ? 'none' : groups.join(', ')],
          [
            'identity',
            identity === null
              ? 'a token that its owner fetches'
              : mono(`${identity.subject} of ${identity.issuer}`),
          ],
          ['model', model === undefined ? 'nobody says' : `${model.provider}/${model.name}`],
          ['fingerprint', model === undefined ? 'nobody says' : mono(model.fingerprint)],
        ]}
      />
      <p className="mt-3 mb-1 text-xs text-ink-soft">
        When its model, prompt or corpus changes, say so: policy may ask for people again.
      </p>
      <CopyCommand label="Say what is behind it" command={`holdpoint agent model ${agent.id} --help`} />
    </Section>
  );
}

/** Where nobody says. */
const USUAL_HOLDS = 50;

function Allowances({ agent: { id, allowances = [], holds = USUAL_HOLDS } }: { readonly agent: AgentView }) {
  return (
    <Section title="What all its tasks may use up together">
      {allowances.length === 0 ? (
        <p className="text-sm text-ink-soft">Nothing limits it beyond each task's own limits.</p>
      ) : (
        <Facts
          facts={allowances.map(({ windowSeconds, calls, sends, money }) => [
            windowSeconds === 3_600 ? 'each hour' : 'each day',
            [
              ...(calls === undefined ? [] : [`${calls.toLocaleString()} calls`]),
              ...(sends === undefined ? [] : [`${sends.toLocaleString()} sends`]),
              ...(money === undefined ? [] : [`${(money / 10_000).toLocaleString()} of money`]),
            ].join(', ') || 'nothing at all',
          ])}
        />
      )}
      <p className="mt-3 text-sm">At most {holds.toLocaleString()} of their holds wait for people at once.</p>
      <p className="mt-3 mb-1 text-xs text-ink-soft">It does not get more by opening more tasks.</p>
      <CopyCommand label="Limit it" command={`holdpoint agent allowance ${id} --per day --sends 200`} />
      <p className="mt-3 mb-1 text-xs text-ink-soft">To stop it at once, in all its tasks:</p>
      <CopyCommand label="Stop it" command={`holdpoint kill --agent ${id} --reason '…'`} />
    </Section>
  );
}

const EVENTS: readonly Column<AgentEvent>[] = [
  {
    name: 'What',
    width: '3fr',
    isMain: true,
    cell: ({ says, isDrift }) => (
      <span className={isDrift ? 'text-hold' : ''} title={says}>
        <UntrustedLine text={says} />
      </span>
    ),
  },
  { name: 'By', width: '1fr', wideOnly: true, cell: ({ who }) => who },
  { name: 'When', width: '6rem', cell: ({ time }) => <Ago at={time} /> },
  RECORD,
];

/** What it decides with, and what it has seen, as that moved. */
function History({ agent }: { readonly agent: string }) {
  const org = useQuery(streamQuery('org'));
  const own = useQuery(streamQuery(`agent/${agent}`));
  const events = useMemo(
    () => historyOf(agent, [...(org.data ?? []), ...(own.data ?? [])].toSorted(bySeq)),
    [agent, org.data, own.data],
  );
  const error = org.error ?? own.error;
  return (
    <Section title="What changed">
      {error !== null && <Trouble error={error} what="What changed" />}
      {error === null && (org.data === undefined || own.data === undefined) && (
        <Loading what="What changed" />
      )}
      {org.data !== undefined && own.data !== undefined && (
        <Table
          label={`What changed of ${agent}, newest first`}
          columns={EVENTS}
          rows={events}
          keyOf={({ record }) => record}
          empty={<Empty icon={Bot} title="Nothing is on record" />}
        />
      )}
    </Section>
  );
}

function bySeq(one: { readonly seq: number }, other: { readonly seq: number }): number {
  return one.seq - other.seq;
}

function Decisions({ agent }: { readonly agent: string }) {
  return (
    <Section title="What was decided of what it asked for">
      <Answered answer={useQuery(decisionsQuery(LATEST))} what="What was decided">
        {({ decisions, next }) => (
          <>
            <DecisionsTable
              isOfOneAgent
              decisions={decisions.filter((one) => one.agent === agent)}
              empty={
                <Empty
                  icon={Bot}
                  title="It has asked for nothing lately"
                  command="holdpoint task open --help"
                />
              }
            />
            {next !== null && (
              <p className="mt-2 text-xs text-ink-soft">
                Of the latest {LATEST.toLocaleString()} decisions; all of them: holdpoint decision list
              </p>
            )}
          </>
        )}
      </Answered>
    </Section>
  );
}
