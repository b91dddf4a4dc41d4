// Who must still decide, and how one does. A decision is a signature by a person's own key: each way to sign
// is one entry of METHODS.

import { useQuery } from '@tanstack/react-query';
import { Check, CircleDashed, Fingerprint, Terminal, type LucideIcon } from 'lucide-react';
import { useState, type ComponentType } from 'react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { meQuery, operatorsQuery } from '../../api/queries.ts';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { Section } from '../../parts/section.tsx';
import { decideCommand } from '../../text/shell.ts';
import type { MethodProps } from './method.ts';
import { WithPasskey } from './with-passkey.tsx';
import { askedOf, type Asked, type Standing } from './standing.ts';

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
  readonly hold: HoldDetail;
  readonly standing: Standing;
}

export function Decide({ hold, standing }: DecideProps) {
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
      <Together count={hold.together.length} />
      {canDecide && <Methods hold={hold} />}
    </Section>
  );
}

function Together({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <p className="mt-3 text-sm text-ink-soft">
      {count === 1 ? 'A like action waits too' : `${count} like actions wait too`}: with{' '}
      <code className="font-mono text-xs">--together</code> one word is about all of them.
    </p>
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
              : `could: ${people.slice(0, 6).join(', ')}${people.length > 6 ? ' …' : ''}`}
          </p>
        )}
      </div>
    </li>
  );
}

function Methods({ hold }: { readonly hold: HoldDetail }) {
  const [reason, setReason] = useState('');
  const { data: me } = useQuery(meQuery);
  return (
    <div className="mt-3 flex flex-col gap-3 border-t border-line pt-3">
      {me?.id === hold.requester && (
        <p className="text-sm text-hold">
          You asked for this task: unless this ledger is a solo one, others decide.
        </p>
      )}
      <label className="flex flex-col gap-1 text-sm">
        <span className="font-medium">Why</span>
        <textarea
          rows={2}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder="What you checked, in your own words"
          className="w-full rounded-md border border-line-strong bg-page px-2 py-1.5 text-base
            placeholder:text-ink-soft sm:text-sm"
        />
      </label>
      {METHODS.map(({ name, icon: Icon, Panel }) => (
        <div key={name}>
          <h3 className="mb-1.5 flex items-center gap-1.5 text-sm font-medium">
            <Icon size={14} aria-hidden />
            {name}
          </h3>
          <Panel hold={hold} reason={reason} />
        </div>
      ))}
    </div>
  );
}

function InTerminal({ hold, reason }: MethodProps) {
  const { data: me } = useQuery(meQuery);
  const said = { reason, operator: me?.id };
  return (
    <div className="flex flex-col gap-1.5">
      <CopyCommand label="Approve" command={decideCommand('approve', hold.id, said)} />
      <CopyCommand label="Reject" command={decideCommand('reject', hold.id, said)} />
      <p className="text-xs text-ink-soft">
        The command shows all of this once more, asks for your passphrase and signs that and nothing else.
      </p>
    </div>
  );
}
