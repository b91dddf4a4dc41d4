// One hold, with all that a person decides on, and how it stands at this very moment.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Ban, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { ApiFailure } from '../../api/client.ts';
import { blastQuery, holdQuery, taskQuery } from '../../api/queries.ts';
import { DECIDE } from '../../frame/keys.ts';
import { useShortcuts } from '../../frame/shortcuts.ts';
import { Countdown, Moment, useNow } from '../../parts/clock.tsx';
import { Contradictions } from '../../parts/contradictions.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { EffectChip, HoldStatusChip } from '../../parts/signs.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import { Always } from './always.tsx';
import { Arguments } from './arguments.tsx';
import { GoingOn, Lowering } from './asked.tsx';
import { Before } from './before.tsx';
import { Changed } from './changed.tsx';
import { Decide } from './decide.tsx';
import { useDeciding, type Deciding } from './deciding.ts';
import { Edit, isCall, startOf } from './edit.tsx';
import { SetsOff } from './sets-off.tsx';
import { Spared } from './spared.tsx';
import { remarksOn, standingOf, type Standing } from './standing.ts';
import { Standings } from './standings.tsx';
import { Together } from './together.tsx';

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
  // What was shown stays, with all that was written beside it, while the daemon does not answer.
  if (data === undefined && error !== null) return <Trouble error={error} what="This hold" />;
  if (data === undefined) return <Loading what="The hold" />;
  return <Hold key={id} hold={data} />;
}

function Hold({ hold }: { readonly hold: HoldDetail }) {
  const standing = standingOf(hold, useNow());
  const deciding = useDeciding(hold);
  const { looked, moved, isRefused, saying, say, look, take } = deciding;
  const canEdit = standing === 'pending' && isCall(hold);
  useShortcuts([
    { ...DECIDE.together, run: () => take(looked.others.length === 0) },
    { ...DECIDE.edit, run: () => canEdit && saying.edit === null && say({ edit: startOf(hold) }) },
  ]);
  return (
    <article className="mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5">
      <Head hold={hold} standing={standing} />
      <Standings hold={hold} standing={standing} />
      {standing === 'pending' && moved !== null && (
        <Changed moved={moved} isRefused={isRefused} look={look} />
      )}
      <div className="flex flex-col gap-3 xl:grid xl:grid-cols-[minmax(0,1fr)_18.5rem] xl:items-start">
        <What deciding={deciding} canEdit={canEdit} />
        <div className={COLUMN}>
          <Place at="order-5 xl:order-2">
            <Decide deciding={deciding} standing={standing} />
          </Place>
          {hold.asked === undefined && hold.next === undefined && (
            <Place at="order-3">
              <SetsOff hold={hold} />
            </Place>
          )}
          <Place at="order-7">
            <Record hold={hold} />
          </Place>
        </div>
      </div>
    </article>
  );
}

/** What is decided on, and all that tells whether it should be. */
function What({ deciding, canEdit }: { readonly deciding: Deciding; readonly canEdit: boolean }) {
  const { looked, saying, say } = deciding;
  const { hold } = looked;
  return (
    <div className={COLUMN}>
      <Place at="order-1 empty:hidden">
        <WentOtherwise hold={hold} />
      </Place>
      <Place at="order-1">
        {hold.asked && <Lowering asked={hold.asked} />}
        {hold.next && <GoingOn next={hold.next} />}
        <Arguments hold={hold} />
      </Place>
      {canEdit && (
        <Place at="order-1">
          <Edit hold={hold} text={saying.edit} write={(edit) => say({ edit })} />
        </Place>
      )}
      {looked.others.length > 0 && (
        <Place at="order-1">
          <Together {...looked} />
        </Place>
      )}
      <Place at="order-2">
        <StandsOut hold={hold} />
      </Place>
      <Place at="order-4">
        <Prompt hold={hold} />
      </Place>
      {isCall(hold) && hold.edited === undefined && (
        <Place at="order-8">
          <Spared hold={hold} />
        </Place>
      )}
      {isCall(hold) && (
        <Place at="order-8">
          <Always hold={hold} />
        </Place>
      )}
      <Place at="order-6">
        <Before hold={hold} />
      </Place>
    </div>
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

/** What its task did otherwise than asked, as of now. */
function WentOtherwise({ hold }: { readonly hold: HoldDetail }) {
  const { data } = useQuery(taskQuery(hold.task));
  const count = data?.usage.contradicted ?? hold.contradicted ?? 0;
  return <Contradictions task={hold.task} count={count} />;
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
