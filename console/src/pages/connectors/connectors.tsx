// Every system that agents may reach, and which of them is not any more what a person admitted.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plug, Search, TriangleAlert } from 'lucide-react';
import type { ConnectorView } from '../../../../src/surfaces/http/contract/connector.ts';
import { connectorsQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Answered, Page } from '../../parts/page.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { EffectChip } from '../../parts/signs.tsx';
import { Banner, Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { connectorStandingOf } from './standing.ts';

const route = getRouteApi('/frame/connectors');

export function Connectors() {
  return (
    <Page title="Connectors">
      <Answered answer={useQuery(connectorsQuery)} what="What agents may reach">
        {({ connectors }) => <List connectors={connectors} />}
      </Answered>
    </Page>
  );
}

function List({ connectors }: { readonly connectors: readonly ConnectorView[] }) {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const word = q.toLowerCase();
  const shown = connectors.filter((one) =>
    [one.id, connectorStandingOf(one).word, ...toolNames(one)].join(' ').toLowerCase().includes(word),
  );
  const waiting = connectors.filter((one) => connectorStandingOf(one).tone !== 'permit');
  return (
    <>
      {waiting.length > 0 && (
        <Banner tone="hold" icon={TriangleAlert}>
          Not as admitted, or not admitted: {waiting.map(({ id }) => id).join(', ')}. What a person has not
          read runs for nobody.
        </Banner>
      )}
      <Section title="What agents may reach">
        <div className="mb-2">
          <SearchBox
            label="Search connectors and their tools"
            value={q}
            change={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
          />
        </div>
        <Table
          label="Connectors"
          columns={COLUMNS}
          rows={shown}
          keyOf={({ id }) => id}
          empty={<NoConnectors isFiltered={connectors.length > 0} />}
        />
      </Section>
    </>
  );
}

function toolNames({ admitted, proposal }: ConnectorView): readonly string[] {
  return admitted === null ? (proposal?.tools ?? []).map(({ name }) => name) : Object.keys(admitted.tools);
}

function effectsOf({ admitted, proposal }: ConnectorView) {
  const tools = admitted === null ? (proposal?.tools ?? []) : Object.values(admitted.tools);
  return [...new Set(tools.flatMap(({ effects }) => effects))];
}

const COLUMNS: readonly Column<ConnectorView>[] = [
  {
    name: 'Connector',
    width: '1fr',
    cell: ({ id }) => (
      <Link
        to="/connectors/$connector"
        params={{ connector: id }}
        className="font-medium text-accent underline underline-offset-2"
      >
        {id}
      </Link>
    ),
  },
  {
    name: 'Standing',
    width: '7rem',
    cell: (one) => {
      const { word, tone } = connectorStandingOf(one);
      return <Chip tone={tone}>{word}</Chip>;
    },
  },
  { name: 'Tools', width: '3rem', cell: (one) => <span className="tabular">{toolNames(one).length}</span> },
  {
    name: 'May do',
    width: '2fr',
    wideOnly: true,
    cell: (one) => (
      <span className="flex gap-1">
        {effectsOf(one).map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
      </span>
    ),
  },
  {
    name: 'Answers as',
    width: '1fr',
    wideOnly: true,
    cell: ({ admitted, proposal }) => {
      const server = (admitted ?? proposal)?.server ?? null;
      return server === null ? (
        <span className="text-ink-soft">does not say</span>
      ) : (
        <UntrustedLine text={`${server.name} ${server.version}`} most={60} />
      );
    },
  },
];

function NoConnectors({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty icon={Search} title="No connector fits the search" />;
  return (
    <Empty
      icon={Plug}
      title="Agents reach nothing yet"
      command="holdpoint connector add files -- npx -y some-mcp-server /srv/files"
    >
      A connector enters as a proposal: what each tool may do is inferred, and a person reads and admits it.
    </Empty>
  );
}
