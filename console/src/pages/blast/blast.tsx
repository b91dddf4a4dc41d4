// Everything that could be reached from one place: drawn, and as a list of the same things.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Ban, Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import { ApiFailure } from '../../api/client.ts';
import { blastQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Missing } from '../../parts/missing.tsx';
import { Answered } from '../../parts/page.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { EffectChip, LabelChips } from '../../parts/signs.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { ReachSum } from './reach.tsx';
import { stepsOf, wayOf, type Step } from './ways.ts';

const route = getRouteApi('/frame/reach/$kind/$name');
const KINDS = ['agent', 'workflow', 'tool', 'lease'] as const;
/** More would be a tangle that nobody reads, and slow to lay out. */
const MOST_DRAWN = 300;

const Graph = lazy(async () => ({ default: (await import('./graph.tsx')).Graph }));

export function BlastPage() {
  const { kind: asked, name } = route.useParams();
  const kind = KINDS.find((one) => one === asked);
  if (kind === undefined) {
    return (
      <Missing
        icon={Share2}
        title="One looks from an agent, a workflow, a tool or a lease"
        command="holdpoint blast-radius --help"
        back={{ to: '/agents', words: 'See the agents' }}
      />
    );
  }
  return <From kind={kind} name={name} />;
}

function From({ kind, name }: { readonly kind: (typeof KINDS)[number]; readonly name: string }) {
  const answer = useQuery(blastQuery(kind, name));
  const { error } = answer;
  if (error instanceof ApiFailure && error.code === 'not-found') {
    return (
      <Missing
        icon={Ban}
        title="There is nothing of that name any more"
        command="holdpoint connector list"
        back={{ to: '/connectors', words: 'See the connectors' }}
      />
    );
  }
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5">
      <header>
        <h1 className="text-base font-semibold">
          What the {kind}{' '}
          <span className="font-mono">
            <UntrustedLine text={name} />
          </span>{' '}
          could reach
        </h1>
        <p className="mt-1 text-sm text-ink-soft">
          By what is admitted and published now. Policy is analysed, not tried out: what runs, always runs.
        </p>
      </header>
      <Answered answer={answer} what="What it could reach">
        {(blast) => <Blast blast={blast} />}
      </Answered>
    </div>
  );
}

function Blast({ blast }: { readonly blast: BlastView }) {
  const { node: selected } = route.useSearch();
  const navigate = route.useNavigate();
  const steps = stepsOf(blast);
  const step = steps.find(({ node }) => node.key === selected);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <ReachSum title="With nobody in between" reach={blast.unheld} />
        <ReachSum title="In all" reach={blast.reach} />
      </div>
      <Section title="What leads to what" aside={<Legend />}>
        {blast.nodes.length > MOST_DRAWN ? (
          <p className="text-sm text-ink-soft">
            {blast.nodes.length} things are too many to draw: they stand in the list below.
          </p>
        ) : (
          <Suspense fallback={<div className="h-[18rem] md:h-[26rem]" />}>
            <Graph
              blast={blast}
              selected={selected}
              select={(node) => void navigate({ search: { node }, replace: true })}
            />
          </Suspense>
        )}
        {step !== undefined && <Chosen step={step} />}
      </Section>
      <Section title="The same as a list, the nearest first">
        <Table
          label="What it could reach"
          columns={COLUMNS}
          rows={steps.slice(1)}
          keyOf={({ node }) => node.key}
          empty={
            <Empty icon={Share2} title="It reaches nothing">
              Nothing that is published or admitted leads on from it.
            </Empty>
          }
        />
      </Section>
    </>
  );
}

function Legend() {
  return (
    <p className="hidden flex-wrap gap-1 md:flex">
      <Chip tone="permit">runs</Chip>
      <Chip tone="hold">waits for people</Chip>
      <Chip tone="accent">depends</Chip>
      <Chip>denied</Chip>
      <Chip tone="deny">nobody is asked</Chip>
    </p>
  );
}

function WayChip({ step: { by } }: { readonly step: Step }) {
  if (by === null) return null;
  const { word, tone } = wayOf(by);
  return <Chip tone={tone}>{word}</Chip>;
}

const COLUMNS: readonly Column<Step>[] = [
  {
    name: 'What',
    width: '2fr',
    isMain: true,
    cell: ({ node: { key, kind, name } }) => (
      <Link from="/reach/$kind/$name" to="." search={{ node: key }} className="text-accent hover:underline">
        {kind}{' '}
        <span className="font-mono text-xs">
          <UntrustedLine text={name} most={80} />
        </span>
      </Link>
    ),
  },
  { name: 'How', width: '8rem', cell: (step) => <WayChip step={step} /> },
  {
    name: 'May do',
    width: '1.5fr',
    wideOnly: true,
    cell: ({ node: { effects } }) => (
      <span className="flex gap-1">
        {effects.map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
      </span>
    ),
  },
  {
    name: 'From',
    width: '1.5fr',
    wideOnly: true,
    cell: ({ from, depth }) => (
      <span className="text-ink-soft">
        <UntrustedLine text={from?.name ?? ''} most={60} /> ({depth})
      </span>
    ),
  },
];

/** What is chosen, with all that is known of it. */
function Chosen({ step }: { readonly step: Step }) {
  const { node, by, from } = step;
  const { kind, name, words, effects, egress, output, obstacle, leads } = node;
  return (
    <section aria-label={`The ${kind} ${name}`} className="mt-3 border-t border-line pt-3">
      <h3 className="mb-2 flex flex-wrap items-center gap-2 text-sm font-semibold">
        <span>
          {kind}{' '}
          <span className="font-mono">
            <UntrustedLine text={name} />
          </span>
        </span>
        <WayChip step={step} />
        {obstacle !== null && <Chip tone="deny">{obstacle.replace('-', ' ')} now</Chip>}
      </h3>
      <Facts
        facts={[
          ...(words === '' ? [] : [['is', <UntrustedLine text={words} most={600} />] as const]),
          ['reached from', <UntrustedLine text={from === null ? 'here it begins' : from.name} />],
          ...(by?.trigger
            ? [['set off by', <UntrustedLine text={`${by.trigger.name} ${by.trigger.words}`} />] as const]
            : []),
          ...(by?.policy && by.policy.approvers.length > 0
            ? [['asks', by.policy.approvers.join(', ')] as const]
            : []),
          ['may do', effects.join(', ') || 'nothing itself'],
          ['reaches', egress],
          ...(output === null
            ? []
            : [
                [
                  'results carry',
                  <span className="inline-flex flex-wrap gap-1">
                    <LabelChips labels={output} />
                  </span>,
                ] as const,
              ]),
          ['leads to', `${leads.length} more`],
        ]}
      />
    </section>
  );
}
