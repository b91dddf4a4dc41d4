// One's own passkeys: what may sign for one, and what may not any more.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../api/may.ts';
import { useNamedPage } from '../../api/named-page.ts';
import { addPasskey } from '../../api/passkeys.ts';
import { meQuery, passkeysQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { FIELD } from '../../parts/field.ts';
import { MayNot } from '../../parts/may-not.tsx';
import { Answered } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner, Empty } from '../../parts/state.tsx';
import { PasskeyList } from './passkey-list.tsx';

export function Passkeys() {
  const me = useQuery(meQuery);
  const id = me.data?.id ?? '';
  const mine = useQuery({ ...passkeysQuery(id), enabled: id !== '' });
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-3 p-3 md:p-5">
      <h1 className="text-base font-semibold">Passkeys</h1>
      <p className="text-sm text-ink-soft">
        A passkey of your device signs what you approve, and signs you in. What it signs is in the ledger, and
        anybody can check it there.
      </p>
      <Section title="Another one">
        <Adding />
      </Section>
      <Answered answer={mine} what="Your passkeys">
        {({ passkeys }) => (
          <Section title="Yours">
            <PasskeyList
              operator={id}
              passkeys={passkeys}
              mayRemove
              empty={
                <Empty icon={Fingerprint} title="You have no passkey">
                  <p>Your fingerprint, face or PIN stays in your device: it only says that it was you.</p>
                </Empty>
              }
            />
          </Section>
        )}
      </Answered>
    </div>
  );
}

function Adding() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => addPasskey(name.trim()),
    onSuccess: () => setName(''),
    onSettled: () => client.invalidateQueries({ queryKey: ['org'] }),
  });
  const elsewhere = useNamedPage();
  if (!useMay('add-passkey')) return <MayNot />;
  if (elsewhere !== null) {
    return (
      <Banner tone="accent" icon={Fingerprint}>
        A passkey belongs to a name, not to an address:{' '}
        <a className="underline" href={elsewhere}>
          open this page at its own name
        </a>{' '}
        to add one.
      </Banner>
    );
  }
  return (
    <form className="flex flex-col gap-2" onSubmit={(event) => event.preventDefault()}>
      <div className="flex flex-wrap items-end gap-2">
        <label className="flex min-w-48 flex-1 flex-col gap-1 text-sm">
          <span className="font-medium">What you call it</span>
          <input
            value={name}
            maxLength={64}
            onChange={({ target }) => setName(target.value)}
            placeholder="such as: work laptop"
            className={FIELD}
          />
        </label>
        <Button kind="main" type="submit" disabled={add.isPending} onClick={() => add.mutate()}>
          <Plus size={14} aria-hidden />
          Add a passkey
        </Button>
      </div>
      <Refused error={add.error} />
    </form>
  );
}
