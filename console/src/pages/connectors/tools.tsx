// What each tool may do, as a person admitted it, with why that is thought and what its definition says.

import { getRouteApi, Link } from '@tanstack/react-router';
import { Hammer, Search, Share2 } from 'lucide-react';
import type { ConnectorDetail } from '../../../../src/surfaces/http/contract/connector.ts';
import { Chip } from '../../parts/chip.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { EffectChip, LabelChips } from '../../parts/signs.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';

const route = getRouteApi('/frame/connectors/$connector');

export type Tool = NonNullable<ConnectorDetail['proposal']>['tools'][number];

export function Tools({ connector }: { readonly connector: ConnectorDetail }) {
  const { admitted, proposal, drifted } = connector;
  const { q = '', tool: looked } = route.useSearch();
  const navigate = route.useNavigate();
  const tools = admitted === null ? (proposal?.tools ?? []) : Object.values(admitted.tools);
  if (tools.length === 0) return null;
  const word = q.toLowerCase();
  const shown = tools.filter(({ name, effects }) =>
    [name, ...effects].join(' ').toLowerCase().includes(word),
  );
  const tool = tools.find(({ name }) => name === looked);
  return (
    <Section title={admitted === null ? 'Tools, as proposed' : `Tools in force: ${tools.length}`}>
      <div className="mb-2">
        <SearchBox
          label="Search tools"
          value={q}
          change={(value) =>
            void navigate({
              search: ({ q: _, ...rest }) => (value === '' ? rest : { ...rest, q: value }),
              replace: true,
            })
          }
        />
      </div>
      <Table
        label="Tools"
        columns={columnsFor(connector.id, Object.keys(drifted))}
        rows={shown}
        keyOf={({ name }) => name}
        empty={<Empty icon={Search} title="No tool fits the search" />}
      />
      {tool === undefined ? (
        <p className="mt-2 text-xs text-ink-soft">Choose a tool to see all that is known of it.</p>
      ) : (
        <ToolSheet connector={connector} tool={tool} />
      )}
    </Section>
  );
}

function columnsFor(connector: string, quarantined: readonly string[]): readonly Column<Tool>[] {
  return [
    {
      name: 'Tool',
      width: '1.5fr',
      isMain: true,
      cell: ({ name }) => (
        <Link
          to="/connectors/$connector"
          params={{ connector }}
          search={(before) => ({ ...before, tool: name })}
          className="font-mono text-xs text-accent hover:underline"
        >
          <UntrustedLine text={name} most={80} />
        </Link>
      ),
    },
    {
      name: 'May do',
      width: '1.2fr',
      cell: ({ name, effects }) => (
        <span className="flex gap-1">
          {quarantined.includes(name) && <Chip tone="deny">quarantined</Chip>}
          {effects.map((effect) => (
            <EffectChip key={effect} effect={effect} />
          ))}
        </span>
      ),
    },
    { name: 'Reaches', width: '5rem', wideOnly: true, cell: ({ profile }) => profile.egress },
    {
      name: 'Results carry',
      width: '2.3fr',
      wideOnly: true,
      cell: ({ profile }) => (
        <span className="flex gap-1">
          <LabelChips labels={profile.output} />
        </span>
      ),
    },
  ];
}

/** Everything that is known of one tool. */
function ToolSheet({ connector, tool }: { readonly connector: ConnectorDetail; readonly tool: Tool }) {
  const { name, profile, effects, description, inputSchema, idempotent } = tool;
  const { inferences = {}, definitions, admitted } = connector;
  const corrected = [
    ...(admitted?.corrected.effects.includes(name) ? ['effects'] : []),
    ...(admitted?.corrected.profiles.includes(name) ? ['profile'] : []),
  ];
  const inferred = inferences[name];
  return (
    <section aria-label={`The tool ${name}`} className="mt-3 border-t border-line pt-3">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h3 className="font-mono text-sm font-semibold break-all">
          <UntrustedLine text={name} />
        </h3>
        {effects.map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
        <Link
          to="/reach/$kind/$name"
          params={{ kind: 'tool', name: `${connector.id}/${name}` }}
          className="ml-auto inline-flex items-center gap-1 text-sm text-accent underline underline-offset-2"
        >
          <Share2 size={14} aria-hidden />
          What it could reach
        </Link>
      </div>
      <Facts
        facts={[
          ['says', <Untrusted text={description} label="its description" />],
          [
            'why',
            inferred === undefined ? 'its definition is of an older proposal' : <Why inferred={inferred} />,
          ],
          ['corrected', corrected.length === 0 ? 'by nobody' : `by a person: ${corrected.join(', ')}`],
          ['reaches', profile.egress],
          ['arguments', <Roles roles={profile.roles} />],
          [
            'results carry',
            <span className="inline-flex flex-wrap gap-1">
              <LabelChips labels={profile.output} />
            </span>,
          ],
          [
            'sets off',
            (profile.triggers ?? []).map(({ name: trigger }) => trigger).join(', ') || 'nothing known',
          ],
          ['again', idempotent ? 'may be sent twice' : 'is never sent twice'],
          [
            'definition',
            <Untrusted
              text={JSON.stringify(definitions[name] ?? inputSchema, null, 2)}
              label="its definition"
            />,
          ],
        ]}
      />
    </section>
  );
}

type Inferred = NonNullable<ConnectorDetail['inferences']>[string];

export function Why({ inferred: { evidence, confidence, reversibility } }: { readonly inferred: Inferred }) {
  return (
    <>
      <UntrustedLine text={evidence} most={600} />{' '}
      <span className="text-ink-soft">
        ({Math.round(confidence * 100)} % sure; {reversibility.replace('-', ' ')})
      </span>
    </>
  );
}

export function Roles({ roles }: { readonly roles: Tool['profile']['roles'] }) {
  const known = Object.entries(roles);
  if (known.length === 0) return 'none carries authority';
  return (
    <ul className="flex flex-wrap gap-1">
      {known.map(([pointer, role]) => (
        <li key={pointer}>
          <Chip icon={Hammer} tone={role === 'content' || role === 'selector' ? 'neutral' : 'hold'}>
            {pointer}: {role}
          </Chip>
        </li>
      ))}
    </ul>
  );
}
