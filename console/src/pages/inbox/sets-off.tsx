import { useQuery } from '@tanstack/react-query';
import { CornerDownRight } from 'lucide-react';
import type { BlastNodeView, BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { blastQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Section } from '../../parts/section.tsx';
import { EffectChip, LabelChips } from '../../parts/signs.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { leadWords } from '../../text/lead-words.ts';
import { mayHaveRunWords } from '../../text/may-have-run-words.ts';
import { localTime } from '../../text/time.ts';
import { EgressChip } from '../blast/reach.tsx';

/** What may follow from it elsewhere, as the catalog says, through everything that that sets off. */
export function SetsOff({ hold }: { readonly hold: HoldDetail }) {
  const { data, error } = useQuery(blastQuery('tool', `${hold.connector}/${hold.tool}`));
  return (
    <Section title="What it sets off">
      <MayHaveRun hold={hold} />
      <Leads hold={hold} />
      {error !== null && <Trouble error={error} what="What it sets off" />}
      {data === undefined && error === null && <Loading what="What it sets off" />}
      {data !== undefined && <Reach blast={data} />}
      {hold.sent !== null && (
        <p className="mt-2 flex flex-wrap items-center gap-1 text-sm">
          <span className="text-ink-soft">gives away</span>
          <LabelChips labels={hold.sent} />
          {isPlain(hold.sent) && <span className="text-ink-soft">nothing but public data</span>}
        </p>
      )}
    </Section>
  );
}

/** Whoever lets it run knows that it may be the second time. */
function MayHaveRun({ hold: { mayHaveRun = [] } }: { readonly hold: HoldDetail }) {
  if (mayHaveRun.length === 0) return null;
  return (
    <ul aria-label="May have run already" className="mb-2 flex flex-col gap-1 text-sm text-hold">
      {mayHaveRun.map((one) => (
        <li key={one.at}>{mayHaveRunWords(one, localTime)}</li>
      ))}
    </ul>
  );
}

function Leads({ hold: { leads = [] } }: { readonly hold: HoldDetail }) {
  if (leads.length === 0) return null;
  return (
    <ul aria-label="Where it leads" className="mb-2 flex flex-col gap-1 text-sm">
      {leads.map((lead) => (
        <li key={lead.to}>
          <span className="font-mono text-xs">
            <UntrustedLine text={lead.to} />
          </span>{' '}
          <span className={lead.known ? 'text-ink-soft' : 'text-hold'}>{leadWords(lead)}</span>
        </li>
      ))}
    </ul>
  );
}

function isPlain({ sensitivity, categories, integrity }: NonNullable<HoldDetail['sent']>): boolean {
  return sensitivity === 'public' && categories.length === 0 && integrity === 'trusted';
}

function Reach({ blast }: { readonly blast: BlastView }) {
  const { egress, categories } = blast.reach;
  const following = blast.nodes.filter(({ key }) => key !== blast.root);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <div className="flex flex-wrap gap-1">
        <EgressChip egress={egress} />
        {categories.map((category) => (
          <Chip key={category} tone="hold">
            {category}
          </Chip>
        ))}
      </div>
      {following.length === 0 && <p className="text-ink-soft">Nothing that the catalog knows of.</p>}
      <ul className="flex flex-col gap-2">
        {following.map((node) => (
          <Node key={node.key} node={node} />
        ))}
      </ul>
    </div>
  );
}

function Node({ node }: { readonly node: BlastNodeView }) {
  return (
    <li className="flex items-start gap-1.5">
      <CornerDownRight size={14} aria-hidden className="mt-0.5 shrink-0 text-ink-soft" />
      <div className="min-w-0">
        <span className="font-mono text-xs">
          <UntrustedLine text={node.name} />
        </span>{' '}
        <span className="inline-flex flex-wrap gap-1 align-middle">
          {node.effects.map((effect) => (
            <EffectChip key={effect} effect={effect} />
          ))}
        </span>
        {node.words !== '' && (
          <p className="text-xs text-ink-soft">
            <UntrustedLine text={node.words} />
          </p>
        )}
      </div>
    </li>
  );
}
