// One's own passkeys: what may sign for one, and what may not any more.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Plus, Trash2 } from 'lucide-react';
import type { PasskeyView } from '../../../../src/surfaces/http/contract-passkey.ts';
import { ApiFailure } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { useNamedPage } from '../../api/named-page.ts';
import { addPasskey, explain, removePasskey } from '../../api/passkeys.ts';
import { meQuery, passkeysQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner, Empty, Loading, Trouble } from '../../parts/state.tsx';

export function Passkeys() {
  const me = useQuery(meQuery);
  const id = me.data?.id ?? '';
  const { data, error } = useQuery({ ...passkeysQuery(id), enabled: id !== '' });
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-3 p-3 md:p-5">
      <h1 className="text-base font-semibold">Passkeys</h1>
      <p className="text-sm text-ink-soft">
        A passkey of your device signs what you approve, and signs you in. What it signs is in the ledger, and
        anybody can check it there.
      </p>
      {error !== null && <Trouble error={error} what="Your passkeys" />}
      {data === undefined && error === null && <Loading what="Your passkeys" />}
      {data !== undefined && <Mine operator={id} passkeys={data.passkeys} />}
    </div>
  );
}

interface MineProps {
  readonly operator: string;
  readonly passkeys: readonly PasskeyView[];
}

function Mine({ operator, passkeys }: MineProps) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['org', 'passkeys'] });
  const add = useMutation({ mutationFn: addPasskey, onSettled });
  const remove = useMutation({ mutationFn: (id: string) => removePasskey(operator, id), onSettled });
  const elsewhere = useNamedPage();
  const mayAdd = useMay('add-passkey');
  const error = add.error ?? remove.error;
  const adding =
    elsewhere === null ? (
      <Button kind="main" disabled={add.isPending || !mayAdd} onClick={() => add.mutate()}>
        <Plus size={14} aria-hidden />
        Add a passkey
      </Button>
    ) : null;
  return (
    <>
      {elsewhere !== null && (
        <Banner tone="accent" icon={Fingerprint}>
          A passkey belongs to a name, not to an address:{' '}
          <a className="underline" href={elsewhere}>
            open this page at its own name
          </a>{' '}
          to add one.
        </Banner>
      )}
      {error !== null && (
        <Banner tone="deny" icon={Fingerprint}>
          {explain(error)} {error instanceof ApiFailure && error.help}
        </Banner>
      )}
      <Section title="Yours" aside={adding}>
        {passkeys.length === 0 && (
          <Empty icon={Fingerprint} title="You have no passkey">
            <p>Your fingerprint, face or PIN stays in your device: it only says that it was you.</p>
          </Empty>
        )}
        <ul className="flex flex-col divide-y divide-line">
          {passkeys.map((one) => (
            <Line key={one.id} passkey={one} remove={() => remove.mutate(one.id)} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function Line({ passkey, remove }: { readonly passkey: PasskeyView; readonly remove: () => void }) {
  const { id, algorithm, rpId, transports, backupEligible } = passkey;
  const where = backupEligible ? 'kept by a provider, on several devices' : 'stays in one device';
  return (
    <li className="flex items-center gap-3 py-2 first:pt-0 last:pb-0">
      <Fingerprint size={18} aria-hidden className="shrink-0 text-ink-soft" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">{titleOf(passkey)}</p>
        <p className="text-xs text-ink-soft">
          {algorithm} for {rpId}, {where}
          {transports.length > 0 && ` (${transports.join(', ')})`}
        </p>
        <p className="truncate font-mono text-xs text-ink-soft">{id}</p>
      </div>
      <Button onClick={remove} aria-label={`Remove ${titleOf(passkey)} ${id}`}>
        <Trash2 size={14} aria-hidden />
        Remove
      </Button>
    </li>
  );
}

/** What a person knows it by: what the device said of itself when it was made. */
function titleOf({ backupEligible, transports }: PasskeyView): string {
  if (backupEligible) return 'Passkey of a provider';
  if (transports.includes('internal')) return 'Passkey of one device';
  return transports.some((one) => ['usb', 'nfc', 'ble'].includes(one)) ? 'Security key' : 'Passkey';
}
