import { useState } from 'react';
import type { Me } from '../../../../src/surfaces/http/contract/browser.ts';
import { useChange } from '../../api/change.ts';
import { FIELD } from '../../parts/field.ts';
import { Refused } from '../../parts/refused.tsx';
import { Send, Unfold } from '../../parts/unfold.tsx';
import { draftOf, limitOf } from './limit-draft.ts';
import { LimitFields } from './limit-fields.tsx';

interface LendProps {
  readonly to: string;
  readonly me: Me;
}

/** Lends roles of one's own to somebody else, to approve for one until a day. */
export function Lend({ to, me }: LendProps) {
  if (!me.may.includes('delegate-duty')) {
    return <p className="text-xs text-ink-soft">You have no duty that you could lend.</p>;
  }
  return <Unfold words="Lend them your duty">{(fold) => <LendForm to={to} me={me} fold={fold} />}</Unfold>;
}

const WEEK_MS = 7 * 24 * 3_600_000;

function LendForm({ to, me, fold }: LendProps & { readonly fold: () => void }) {
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [until, setUntil] = useState(() => localInput(Date.now() + WEEK_MS));
  const [draft, say] = useState(() => draftOf(undefined));
  const change = useChange('/delegations', fold);
  const read = limitOf(draft);
  const untilMs = new Date(until).getTime();
  const isReady = roles.length > 0 && !Number.isNaN(untilMs) && 'limit' in read && !change.isPending;
  return (
    <>
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="mb-1 text-sm font-medium">Roles of yours</legend>
        {me.roles.map((role) => (
          <label key={role} className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={({ target }) =>
                setRoles(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
              className="size-4 accent-accent"
            />
            {role}
          </label>
        ))}
      </fieldset>
      <label className="flex flex-col gap-1 text-sm">
        <span className="font-medium">Until</span>
        <input
          type="datetime-local"
          value={until}
          onChange={({ target }) => setUntil(target.value)}
          className={FIELD}
        />
        <span className="text-xs text-ink-soft">At most 90 days away. Either of you may end it before.</span>
      </label>
      <LimitFields draft={draft} say={say} legend="Beside the limits of you both, nothing but" />
      {'wrong' in read && <p className="text-sm text-hold">{read.wrong}</p>}
      <Refused error={change.error} />
      <Send
        words="Lend it"
        isReady={isReady}
        send={() => change.mutate({ to, roles, until: untilMs, ...withinOf(read) })}
        fold={fold}
      />
    </>
  );
}

function withinOf(read: ReturnType<typeof limitOf>): object {
  return 'limit' in read && read.limit !== null ? { limit: read.limit } : {};
}

/** As an input of the browser's own time takes it. */
function localInput(atMs: number): string {
  const away = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - away).toISOString().slice(0, 16);
}
