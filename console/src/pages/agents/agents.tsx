// Who may act for the organisation: who answers for it, what it proves itself with, and what is behind it.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Bot, Search } from 'lucide-react';
import type { AgentView } from '../../../../src/surfaces/http/contract.ts';
import { agentsQuery } from '../../api/queries.ts';
import { Answered, Page } from '../../parts/page.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { StoppedChip } from '../../parts/signs.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';

const route = getRouteApi('/frame/agents');

export function Agents() {
  return (
    <Page title="Agents">
      <Answered answer={useQuery(agentsQuery)} what="Who may act">
        {({ agents }) => <List agents={agents} />}
      </Answered>
    </Page>
  );
}

function List({ agents }: { readonly agents: readonly AgentView[] }) {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const word = q.toLowerCase();
  const shown = agents.filter(({ id, owner, environment, groups, model, identity }) =>
    [id, owner, environment, ...groups, model?.provider, model?.name, identity?.subject]
      .join(' ')
      .toLowerCase()
      .includes(word),
  );
  return (
    <Section title="Who may act">
      <div className="mb-2">
        <SearchBox
          label="Search agents"
          value={q}
          change={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      </div>
      <Table
        label="Agents"
        columns={COLUMNS}
        rows={shown}
        keyOf={({ id }) => id}
        empty={
          agents.length > 0 ? (
            <Empty icon={Search} title="No agent fits the search" />
          ) : (
            <Empty icon={Bot} title="No agent is registered" command="holdpoint agent register scribe">
              An agent is a workload with an identity of its own, and a person who answers for it.
            </Empty>
          )
        }
      />
    </Section>
  );
}

const COLUMNS: readonly Column<AgentView>[] = [
  {
    name: 'Agent',
    width: '1fr',
    cell: ({ id, killed }) => (
      <span className="flex items-center gap-1.5">
        <Link
          to="/agents/$agent"
          params={{ agent: id }}
          className="truncate font-medium text-accent underline underline-offset-2"
        >
          {id}
        </Link>
        {killed && <StoppedChip />}
      </span>
    ),
  },
  { name: 'Answers for it', width: '1fr', cell: ({ owner }) => owner },
  { name: 'Environment', width: '7rem', wideOnly: true, cell: ({ environment }) => environment },
  {
    name: 'Model',
    width: '1.2fr',
    wideOnly: true,
    cell: ({ model }) =>
      model === undefined ? (
        <span className="text-ink-soft">nobody says</span>
      ) : (
        `${model.provider}/${model.name}`
      ),
  },
  {
    name: 'Proves itself with',
    width: '1.2fr',
    wideOnly: true,
    cell: ({ identity }) => (identity === null ? 'a token of Holdpoint' : identity.subject),
  },
];
