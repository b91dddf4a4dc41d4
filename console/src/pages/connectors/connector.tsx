// One connector: what of it waits to be read, what is in force, and how it is reached.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Ban, OctagonX, Plug, Replace } from 'lucide-react';
import type { ConnectorDetail } from '../../../../src/surfaces/http/contract/connector.ts';
import { ApiFailure } from '../../api/client.ts';
import { connectorQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Moment } from '../../parts/clock.tsx';
import { Missing } from '../../parts/missing.tsx';
import { NotYet, OnePage } from '../../parts/page.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { Banner, Empty } from '../../parts/state.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import { Review } from './review.tsx';
import { connectorStandingOf, isToReview } from './standing.ts';
import { Tools } from './tools.tsx';

const route = getRouteApi('/frame/connectors/$connector');

export function ConnectorPage() {
  const { connector } = route.useParams();
  const { data, error } = useQuery(connectorQuery(connector));
  if (error instanceof ApiFailure && error.code === 'not-found') {
    return (
      <Missing
        icon={Plug}
        title="There is no such connector"
        command="holdpoint connector list"
        back={{ to: '/connectors', words: 'See all connectors' }}
      />
    );
  }
  if (data === undefined) {
    return <NotYet name={connector} kind="connector" error={error} />;
  }
  return <Connector connector={data} />;
}

function Connector({ connector }: { readonly connector: ConnectorDetail }) {
  const { word, tone } = connectorStandingOf(connector);
  return (
    <OnePage
      name={connector.id}
      all={{ to: '/connectors', words: 'All connectors' }}
      signs={<Chip tone={tone}>{word}</Chip>}
    >
      <Alarms connector={connector} />
      {isToReview(connector) && <Review key={connector.proposal?.digest} connector={connector} />}
      <Tools connector={connector} />
      <Reached connector={connector} />
    </OnePage>
  );
}

function Alarms({ connector }: { readonly connector: ConnectorDetail }) {
  const { id, killed, swapped, drifted, checked, updates } = connector;
  const quarantined = Object.keys(drifted);
  const news = [
    ...(checked?.added ?? []).map((name) => `new: ${name}`),
    ...(checked?.vanished ?? []).map((name) => `gone: ${name}`),
    ...updates.map(({ observed }) => `version ${observed.version} answers`),
  ];
  return (
    <>
      {killed && (
        <Banner tone="deny" icon={OctagonX}>
          It was stopped: nothing of it runs. To lift that: holdpoint kill --connector {id} --lift
        </Banner>
      )}
      {swapped !== null && (
        <Banner tone="deny" icon={Replace}>
          Another server answers: <UntrustedLine text={swapped.observed.name} most={80} />, since{' '}
          <Moment at={swapped.at} />. Every tool is refused until a person admits it anew.
        </Banner>
      )}
      {quarantined.length > 0 && (
        <Banner tone="deny" icon={Ban}>
          Changed since it was admitted, and refused until it is admitted anew:{' '}
          <UntrustedLine text={quarantined.join(', ')} most={400} />
          {!isToReview(connector) && (
            <p>
              To see what changed, ask it anew:{' '}
              <code className="font-mono text-xs">holdpoint connector refresh {id}</code>
            </p>
          )}
        </Banner>
      )}
      {news.length > 0 && (
        <Banner tone="hold" icon={Plug}>
          Seen since it was admitted: <UntrustedLine text={news.join(', ')} most={400} />
        </Banner>
      )}
    </>
  );
}

function Reached({ connector: { id, admitted, proposal } }: { readonly connector: ConnectorDetail }) {
  const part = admitted ?? proposal;
  if (part === null) {
    return (
      <Empty icon={Plug} title="Nothing is known of it" command={`holdpoint connector add ${id} --help`}>
        It was proposed and did not answer. Propose it again.
      </Empty>
    );
  }
  const { upstream, credential, server, record, digest } = part;
  const mono = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
  return (
    <Section title={admitted === null ? 'How it would be reached' : 'How it is reached'}>
      <Facts
        facts={[
          [
            'answers as',
            <UntrustedLine text={server === null ? 'does not say' : `${server.name} ${server.version}`} />,
          ],
          ['upstream', <Untrusted text={JSON.stringify(upstream, null, 2)} label="how it is reached" />],
          [
            'credential',
            credential === null
              ? 'none'
              : `${credential.issuer}, for ${credential.audience}, ${credential.ttlSeconds} seconds at most`,
          ],
          [admitted === null ? 'proposed in' : 'admitted in', mono(record)],
          ['digest', mono(digest)],
        ]}
      />
    </Section>
  );
}
