// One person: what they may, how far it goes, for whom they stand in, and what they sign with.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import type { Me } from '../../../../src/surfaces/http/contract/browser.ts';
import type { OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { delegationsQuery, meQuery, operatorsQuery, passkeysQuery, statusQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Missing } from '../../parts/missing.tsx';
import { Answered, NotYet, OnePage } from '../../parts/page.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { PasskeyList } from '../passkeys/passkey-list.tsx';
import { Lend } from './lend.tsx';
import { Lent } from './lent.tsx';
import { Limit } from './limit.tsx';
import { Roles } from './roles.tsx';

const route = getRouteApi('/frame/operators/$operator');

export function OperatorPage() {
  const { operator: id } = route.useParams();
  const { data, error } = useQuery(operatorsQuery);
  const { data: me } = useQuery(meQuery);
  if (data === undefined || me === undefined) return <NotYet name={id} kind="operator" error={error} />;
  const operator = data.operators.find((one) => one.id === id);
  if (operator === undefined) {
    return (
      <Missing
        icon={UserRound}
        title="There is no such operator"
        command="holdpoint operator list"
        back={{ to: '/operators', words: 'See all operators' }}
      />
    );
  }
  return <Operator key={id} operator={operator} me={me} />;
}

interface OperatorProps {
  readonly operator: OperatorView;
  readonly me: Me;
}

function Operator({ operator, me }: OperatorProps) {
  const { id, name, limit } = operator;
  const { data: status } = useQuery(statusQuery);
  const isOwn = id === me.id;
  const isBound = isOwn && status?.mode === 'separated';
  const roles = me.roles.length === 0 ? 'none' : me.roles.join(', ');
  const others = me.may.includes('add-operator')
    ? null
    : `Policy leaves this to others: your roles are ${roles}.`;
  return (
    <OnePage
      name={name ?? id}
      all={{ to: '/operators', words: 'All operators' }}
      signs={
        <>
          <code className="font-mono text-xs break-all text-ink-soft">{id}</code>
          {isOwn && <Chip tone="accent">you</Chip>}
        </>
      }
    >
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Section title="Registration">
          <Registration operator={operator} />
          <div className="mt-3">
            <Roles
              operator={operator}
              hindrance={others ?? (isBound ? 'Your own roles are for another admin to change.' : null)}
            />
          </div>
        </Section>
        <Section title="How far what they approve goes">
          <Limit
            operator={operator}
            hindrance={
              others ??
              (isBound && limit !== undefined ? 'A limit of your own is for another admin to change.' : null)
            }
          />
        </Section>
      </div>
      <Duty operator={id} me={me} />
      <Section title="Passkeys">
        <Passkeys operator={id} mayRemove={isOwn || me.roles.includes('admin')} />
      </Section>
    </OnePage>
  );
}

function Registration({ operator: { roles, publicKey, identity } }: Pick<OperatorProps, 'operator'>) {
  const mono = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
  return (
    <Facts
      facts={[
        ['roles', roles.length === 0 ? 'none' : roles.join(', ')],
        ['key', publicKey === null ? 'none' : mono(publicKey)],
        ['signs in at', identity === null ? 'Holdpoint' : mono(`${identity.issuer} as ${identity.subject}`)],
      ]}
    />
  );
}

function Duty({ operator, me }: { readonly operator: string; readonly me: Me }) {
  return (
    <Section title="Duty that they lend, or are lent">
      <Answered answer={useQuery(delegationsQuery)} what="What is lent">
        {({ delegations }) => (
          <Lent
            delegations={delegations.filter(({ from, to }) => from === operator || to === operator)}
            empty={<p className="text-sm text-ink-soft">They lend nothing, and are lent nothing.</p>}
          />
        )}
      </Answered>
      {operator === me.id ? (
        <p className="mt-3 text-xs text-ink-soft">
          To lend yours, open the page of whom you want to approve for you.
        </p>
      ) : (
        <div className="mt-3">
          <Lend to={operator} me={me} />
        </div>
      )}
    </Section>
  );
}

function Passkeys({ operator, mayRemove }: { readonly operator: string; readonly mayRemove: boolean }) {
  return (
    <Answered answer={useQuery(passkeysQuery(operator))} what="What they sign with">
      {({ passkeys }) => (
        <PasskeyList
          operator={operator}
          passkeys={passkeys}
          mayRemove={mayRemove}
          empty={
            <p className="text-sm text-ink-soft">None: only they can add one, on their page of passkeys.</p>
          }
        />
      )}
    </Answered>
  );
}
