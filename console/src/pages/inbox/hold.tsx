// One hold, with all that a person decides on, and how it stands at this very moment.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Ban, CircleCheck, CircleX, Split, TimerOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { ApiFailure } from '../../api/client.ts';
import { blastQuery, holdQuery, holdsQuery } from '../../api/queries.ts';
import { Countdown, Moment, useNow } from '../../parts/clock.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { EffectChip, HoldStatusChip, LabelChips } from '../../parts/signs.tsx';
import { Banner, Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import { Arguments } from './arguments.tsx';
import { Before } from './before.tsx';
import { Decide } from './decide.tsx';
import { SetsOff } from './sets-off.tsx';
import { laterShapes, remarksOn, standingOf, type Standing } from './standing.ts';

const route = getRouteApi('/frame/inbox/$hold');

export function HoldPage() {
  const { hold: id } = route.useParams();
  const { data, error } = useQuery(holdQuery(id));
  if (error instanceof ApiFailure && error.code === 'not-found') {
    return (
      <Empty icon={Ban} title="There is no such hold" command="holdpoint hold history">
        It may be one of another ledger. All that there ever were:
      </Empty>
    );
  }
  if (error !== null) return <Trouble error={error} what="This hold" />;
  if (data === undefined) return <Loading what="The hold" />;
  return <Hold key={id} hold={data} />;
}

function Hold({ hold }: { readonly hold: HoldDetail }) {
  const standing = standingOf(hold, useNow());
  return (
    <article className="mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5">
      <Head hold={hold} standing={standing} />
      <Standings hold={hold} standing={standing} />
      <div className="flex flex-col gap-3 xl:grid xl:grid-cols-[minmax(0,1fr)_18.5rem] xl:items-start">
        <div className={COLUMN}>
          <Place at="order-1">
            {hold.asked && <Lowering asked={hold.asked} />}
            <Arguments hold={hold} />
          </Place>
          <Place at="order-3">
            <StandsOut hold={hold} />
          </Place>
          <Place at="order-5">
            <Prompt hold={hold} />
          </Place>
          <Place at="order-6">
            <Before hold={hold} />
          </Place>
        </div>
        <div className={COLUMN}>
          <Place at="order-2">
            <Decide hold={hold} standing={standing} />
          </Place>
          <Place at="order-4">
            <SetsOff hold={hold} />
          </Place>
          <Place at="order-7">
            <Record hold={hold} />
          </Place>
        </div>
      </div>
    </article>
  );
}

/** On a narrow screen both columns are one, in the order that the places say. */
const COLUMN = 'contents xl:flex xl:min-w-0 xl:flex-col xl:gap-3';

function Place({ at, children }: { readonly at: string; readonly children: ReactNode }) {
  return <div className={`min-w-0 ${at}`}>{children}</div>;
}

function Head({ hold, standing }: { readonly hold: HoldDetail; readonly standing: Standing }) {
  const { connector, tool, agent, requester, workflow, effects, expiresAt } = hold;
  return (
    <header>
      <Link
        to="/inbox"
        search={true}
        className="mb-2 inline-flex min-h-9 items-center gap-1 text-sm text-accent md:hidden"
      >
        <ArrowLeft size={14} aria-hidden />
        All that waits
      </Link>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="min-w-0 font-mono text-base font-semibold break-words">
          <UntrustedLine text={`${connector}/${tool}`} />
        </h1>
        <HoldStatusChip status={standing} />
        {effects.map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
        {standing === 'pending' && (
          <span className="ml-auto text-sm">
            <Countdown until={expiresAt} /> left
          </span>
        )}
      </div>
      <p className="mt-1 text-sm text-ink-soft">
        <b className="font-medium text-ink">{agent}</b> asks, in a task that{' '}
        <b className="font-medium text-ink">{requester}</b> opened by the workflow{' '}
        <b className="font-medium text-ink">{workflow}</b>
      </p>
    </header>
  );
}

const SAID = {
  expired: ['deny', TimerOff, 'The time to decide is over: nothing will run. The agent may ask again.'],
  rejected: ['deny', CircleX, 'It was rejected: nothing ran. Asking for it in another shape is flagged.'],
  used: ['permit', CircleCheck, 'It was approved, and the approval was used up: the action has run once.'],
  void: ['hold', Ban, 'Its task has ended or was stopped: nothing waits any more.'],
} as const;

/** What changed since somebody opened the page, or before. */
function Standings({ hold, standing }: { readonly hold: HoldDetail; readonly standing: Standing }) {
  const { data } = useQuery(holdsQuery);
  const later = laterShapes(hold, data?.holds ?? []).at(-1);
  const { variationOf = null } = hold;
  const [tone, icon, words] = standing === 'pending' ? [] : SAID[standing];
  return (
    <>
      {tone !== undefined && (
        <Banner tone={tone} icon={icon}>
          {words}
        </Banner>
      )}
      {later !== undefined && (
        <Banner tone="hold" icon={Split}>
          The agent asks again with other arguments. What you decide here is about these alone.{' '}
          <HoldLink id={later.id} words="See the other one" />
        </Banner>
      )}
      {variationOf !== null && (
        <Banner tone="deny" icon={TriangleAlert}>
          Another shape of what was rejected: the arguments below show what is different.{' '}
          <HoldLink id={variationOf} words="See what was rejected" />
        </Banner>
      )}
    </>
  );
}

function HoldLink({ id, words }: { readonly id: string; readonly words: string }) {
  return (
    <Link
      to="/inbox/$hold"
      params={{ hold: id }}
      search={true}
      className="font-medium underline underline-offset-2"
    >
      {words}
    </Link>
  );
}

function StandsOut({ hold }: { readonly hold: HoldDetail }) {
  const { data } = useQuery(blastQuery('tool', `${hold.connector}/${hold.tool}`));
  const remarks = remarksOn(hold, data ?? null);
  return (
    <Section title="Why it waits">
      <ul className="flex flex-col gap-1.5 text-sm">
        {remarks.map(({ tone, text }) => (
          <li key={text} className={`flex items-start gap-2 ${tone === 'deny' ? 'text-deny' : 'text-hold'}`}>
            <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
            <UntrustedLine text={text} most={600} />
          </li>
        ))}
        {hold.asks.map(({ policy, reason }) => (
          <li key={policy} className="first-letter:uppercase">
            {reason} <code className="font-mono text-xs text-ink-soft">{policy}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** It is no action that waits, but a wish to count some data as less than it is. */
function Lowering({ asked }: { readonly asked: NonNullable<HoldDetail['asked']> }) {
  const { actor, source, from, declassification } = asked;
  const { sensitivity, without, tool, until } = declassification;
  return (
    <div className="mb-3">
      <Section title="What it asks to declassify">
        <Facts
          facts={[
            ['asked by', `${actor.kind} ${actor.id}`],
            ['data', <UntrustedLine text={`${source.record}${source.pointer}`} />],
            ['carries', <LabelChips labels={from} />],
            [
              'shall count as',
              without.length === 0 ? sensitivity : `${sensitivity}, without ${without.join(', ')}`,
            ],
            ['for', tool === null ? 'any tool' : <UntrustedLine text={tool} />],
            ['until', <Moment at={until} />],
          ]}
        />
      </Section>
    </div>
  );
}

function Prompt({ hold }: { readonly hold: HoldDetail }) {
  return (
    <Section title={`What ${hold.requester} asked for`}>
      {hold.promptText === null ? (
        <p className="text-sm text-ink-soft">Nobody asked in words, or they were erased.</p>
      ) : (
        <Untrusted text={hold.promptText} label="the words of the prompt" />
      )}
    </Section>
  );
}

function Record({ hold }: { readonly hold: HoldDetail }) {
  const mono = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
  return (
    <Section title="On record">
      <Facts
        facts={[
          ['asked', <Moment at={hold.raisedAt} />],
          ['until', <Moment at={hold.expiresAt} />],
          ['hold', mono(hold.id)],
          ['task', mono(hold.task)],
          ['record', mono(hold.record)],
          ['digest', mono(hold.digest)],
        ]}
      />
    </Section>
  );
}
