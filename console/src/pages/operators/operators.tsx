// The people who decide: what each may, how far it goes, and who stands in for whom.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Handshake, Search, Users } from 'lucide-react';
import type { OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { useMay } from '../../api/may.ts';
import { delegationsQuery, operatorsQuery } from '../../api/queries.ts';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Answered, Page } from '../../parts/page.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { Lent } from './lent.tsx';
import { limitWords } from './limit-draft.ts';
import { OperatorLink } from './operator-link.tsx';

const route = getRouteApi('/frame/operators');

export function Operators() {
  return (
    <Page title="Operators">
      <Answered answer={useQuery(operatorsQuery)} what="Who decides">
        {({ operators }) => <List operators={operators} />}
      </Answered>
      <Section title="Duty that is lent now">
        <Answered answer={useQuery(delegationsQuery)} what="What is lent">
          {({ delegations }) => (
            <Lent
              delegations={delegations}
              empty={
                <Empty icon={Handshake} title="Nobody lends anybody a duty">
                  Whoever goes away opens the page of somebody else, and lends them a part of what they
                  approve.
                </Empty>
              }
            />
          )}
        </Answered>
      </Section>
      <Section title="Somebody new">
        <Adding />
      </Section>
    </Page>
  );
}

function Adding() {
  if (!useMay('add-operator')) return <MayNot />;
  return (
    <>
      <p className="mb-1 text-sm text-ink-soft">
        They choose the passphrase of a key of their own, so it is done in a terminal, beside them:
      </p>
      <CopyCommand
        command="holdpoint operator add grace --name 'Grace Hopper' --roles approver --key-out grace.key.json"
        label="the command that adds a person"
      />
    </>
  );
}

const COLUMNS: readonly Column<OperatorView>[] = [
  { name: 'Name', width: '1fr', isMain: true, cell: ({ id }) => <OperatorLink id={id} /> },
  { name: 'Roles', width: '1.2fr', cell: ({ roles }) => rolesWords(roles) },
  {
    name: 'Approves',
    width: '1.6fr',
    wideOnly: true,
    cell: ({ limit }) => limitWords(limit) ?? <span className="text-ink-soft">as far as the roles go</span>,
  },
  { name: 'Signs with', width: '1fr', wideOnly: true, cell: signsWith },
  {
    name: 'Last hour',
    width: '4.5rem',
    wideOnly: true,
    cell: ({ decidedLastHour = 0 }) => <span className="tabular">{decidedLastHour} decided</span>,
  },
];

function rolesWords(roles: readonly string[]) {
  return roles.length === 0 ? <span className="text-ink-soft">none</span> : roles.join(', ');
}

function signsWith({ publicKey, identity, passkeys = 0 }: OperatorView): string {
  const ways = [
    ...(publicKey === null ? [] : ['a key']),
    ...(passkeys === 0 ? [] : [passkeys === 1 ? 'a passkey' : `${passkeys} passkeys`]),
  ];
  if (ways.length > 0) return ways.join(', ');
  return identity === null ? 'nothing' : 'nothing yet: signs in only';
}

function List({ operators }: { readonly operators: readonly OperatorView[] }) {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const word = q.toLowerCase();
  const shown = operators.filter(({ id, name, roles }) =>
    [id, name ?? '', ...roles].join(' ').toLowerCase().includes(word),
  );
  return (
    <Section title="Who decides">
      <div className="mb-2">
        <SearchBox
          label="Search operators"
          value={q}
          change={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      </div>
      <Table
        label="Operators"
        columns={COLUMNS}
        rows={shown}
        keyOf={({ id }) => id}
        empty={
          operators.length > 0 ? (
            <Empty icon={Search} title="Nobody fits the search" />
          ) : (
            <Empty icon={Users} title="Nobody is registered" command="holdpoint init" />
          )
        }
      />
    </Section>
  );
}
