// Who must still decide, and how one does. A decision is a signature by a person's own key: each way to sign
// is one entry of METHODS.

import { useQuery } from '@tanstack/react-query';
import { Check, CircleDashed, Fingerprint, Terminal, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { HoldDetail, OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { meQuery, operatorsQuery } from '../../api/queries.ts';
import { Moment } from '../../parts/clock.tsx';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { Section } from '../../parts/section.tsx';
import { decideCommand } from '../../text/shell.ts';
import type { Deciding } from './deciding.ts';
import type { MethodProps } from './method.ts';
import { askedOf, keptFrom, type Asked, type Kept, type Standing } from './standing.ts';
import { TakeTogether } from './together.tsx';
import { WithPasskey } from './with-passkey.tsx';
import { Telling, Times, Why } from './words.tsx';

interface Method {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly Panel: ComponentType<MethodProps>;
}

const METHODS: readonly Method[] = [
  { name: 'With your passkey', icon: Fingerprint, Panel: WithPasskey },
  { name: 'With your key, in a terminal', icon: Terminal, Panel: InTerminal },
];

interface DecideProps {
  readonly deciding: Deciding;
  readonly standing: Standing;
}

export function Decide({ deciding, standing }: DecideProps) {
  const { hold } = deciding.looked;
  const { data } = useQuery(operatorsQuery);
  const asked = askedOf(hold, data?.operators ?? []);
  const canDecide = standing === 'pending' && hold.argumentsText !== null;
  return (
    <Section title="Who decides">
      <ul className="flex flex-col gap-2.5">
        {asked.map((one) => (
          <RoleAsked key={one.role} asked={one} />
        ))}
      </ul>
      <Schedule hold={hold} />
      <KeptFrom kept={keptFrom(hold)} operators={data?.operators ?? []} />
      {canDecide && <Methods deciding={deciding} />}
    </Section>
  );
}

interface KeptFromProps {
  readonly kept: readonly Kept[];
  readonly operators: readonly OperatorView[];
}

/** Who is asked and may not approve, and why; more is in the way of whoever decides. */
function KeptFrom({ kept, operators }: KeptFromProps) {
  if (kept.length === 0) return null;
  const nameOf = (id: string): string => operators.find((one) => one.id === id)?.name ?? id;
  return (
    <details className="mt-2 text-xs text-ink-soft">
      <summary className="cursor-pointer">
        may not approve it: {someOf(kept.map(({ operator }) => nameOf(operator)))}
      </summary>
      <ul className="mt-1 flex flex-col gap-1">
        {kept.map(({ operator, why }) => (
          <li key={operator}>
            <b className="font-medium">{nameOf(operator)}</b>: {why.join(' ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

function someOf(people: readonly string[]): string {
  return `${people.slice(0, 6).join(', ')}${people.length > 6 ? ' …' : ''}`;
}

/** Whom time asks, too, and who was reminded. */
function Schedule({ hold }: { readonly hold: HoldDetail }) {
  const { asks, raisedAt, tended = [] } = hold;
  const late = asks.flatMap(({ escalate }) => escalate ?? []);
  const from = raisedAt + Math.max(0, ...late.map(({ afterSeconds }) => afterSeconds)) * 1_000;
  const roles = [...new Set(late.flatMap(({ approvers }) => approvers.map(({ role }) => role)))].join(', ');
  const isLate = tended.includes('escalated');
  return (
    <div className="mt-2 text-xs text-ink-soft empty:hidden">
      {roles !== '' && isLate && <p>As it took long, {roles} may decide in their place.</p>}
      {roles !== '' && !isLate && (
        <p>
          From <Moment at={from} /> on {roles} may decide in their place.
        </p>
      )}
      {tended.includes('reminded') && <p>They were reminded.</p>}
    </div>
  );
}

function RoleAsked({ asked }: { readonly asked: Asked }) {
  const { role, quorum, given, could } = asked;
  const isMet = given.length >= quorum;
  const Icon = isMet ? Check : CircleDashed;
  const people = could.map(({ name, id }) => name ?? id);
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon size={15} aria-hidden className={`mt-0.5 shrink-0 ${isMet ? 'text-permit' : 'text-hold'}`} />
      <div className="min-w-0">
        <p>
          <b className="font-medium">{role}</b>: {given.length} of {quorum} approved
        </p>
        {given.length > 0 && <p className="text-xs text-ink-soft">by {given.join(', ')}</p>}
        {!isMet && (
          <p className="text-xs text-ink-soft">
            {people.length === 0
              ? 'Nobody else has this role: holdpoint operator list'
              : `could: ${someOf(people)}`}
          </p>
        )}
      </div>
    </li>
  );
}

function Methods({ deciding }: { readonly deciding: Deciding }) {
  const { looked, saying, say, hindrance, onDone, onMoved } = deciding;
  const { data: me } = useQuery(meQuery);
  return (
    <div className="mt-3 flex flex-col gap-3 border-t border-line pt-3">
      {me !== undefined && <NotMe hold={looked.hold} me={me.id} />}
      <Why saying={saying} say={say} />
      <TakeTogether deciding={deciding} />
      <Times deciding={deciding} />
      <Telling saying={saying} say={say} />
      {METHODS.map(({ name, icon: Icon, Panel }) => (
        <div key={name}>
          <h3 className="mb-1.5 flex items-center gap-1.5 text-sm font-medium">
            <Icon size={14} aria-hidden />
            {name}
          </h3>
          <Panel looked={looked} saying={saying} hindrance={hindrance} onDone={onDone} onMoved={onMoved} />
        </div>
      ))}
    </div>
  );
}

/** What keeps oneself from it, before one tries. */
function NotMe({ hold, me }: { readonly hold: HoldDetail; readonly me: string }) {
  const why = keptFrom(hold).find(({ operator }) => operator === me)?.why;
  if (me === hold.requester) {
    return (
      <p className="text-sm text-hold">
        You asked for this task: unless this ledger is a solo one, others decide.
      </p>
    );
  }
  return why === undefined ? null : (
    <p className="text-sm text-hold">You may not approve it: {why.join(' ')}</p>
  );
}

function InTerminal({ looked, saying }: MethodProps) {
  const { data: me } = useQuery(meQuery);
  const said = { ...saying, operator: me?.id, together: looked.others.length > 0 };
  return (
    <div className="flex flex-col gap-1.5">
      <CopyCommand label="Approve" command={decideCommand('approve', looked.hold.id, said)} />
      <CopyCommand label="Reject" command={decideCommand('reject', looked.hold.id, said)} />
      <p className="text-xs text-ink-soft">
        The command shows all of this once more, asks for your passphrase and signs that and nothing else.
      </p>
    </div>
  );
}
