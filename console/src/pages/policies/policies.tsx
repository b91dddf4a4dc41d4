// The rules in force, and how others come into force: one person proposes, another publishes.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Scale } from 'lucide-react';
import { policyQuery } from '../../api/queries.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Editor } from './editor.tsx';
import { History } from './history.tsx';
import { Proposals } from './proposals.tsx';
import { Shadow } from './shadow.tsx';

const route = getRouteApi('/frame/policies');
const VIEWS = [
  ['text', 'In force'],
  ['proposals', 'Proposed'],
  ['history', 'History'],
  ['shadow', 'Shadow'],
] as const;

export function Policies() {
  const { view = 'text' } = route.useSearch();
  const { data, error, isPending } = useQuery(policyQuery);
  return (
    <Page title="Policies">
      <nav aria-label="Of policies" className="flex gap-1 overflow-x-auto border-b border-line">
        {VIEWS.map(([name, words]) => (
          <Link
            key={name}
            to="/policies"
            search={name === 'text' ? {} : { view: name }}
            aria-current={view === name ? 'page' : undefined}
            className={`border-b-2 px-3 py-2 text-sm whitespace-nowrap ${
              view === name ? 'border-accent font-medium text-accent' : 'border-transparent text-ink-soft'
            }`}
          >
            {words}
          </Link>
        ))}
      </nav>
      {isPending && <Loading what="Policies" />}
      {error !== null && <Trouble error={error} what="The policy" />}
      {data?.policy === null && (
        <Empty icon={Scale} title="No policy is in force: everything is denied" command="holdpoint init" />
      )}
      {data?.policy && view === 'text' && <Editor key={data.policy.digest} policy={data.policy} />}
      {data?.policy && view === 'proposals' && <Proposals policy={data.policy} />}
      {view === 'history' && <History />}
      {view === 'shadow' && <Shadow />}
    </Page>
  );
}
