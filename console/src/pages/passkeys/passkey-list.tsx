// What may sign for somebody: told apart by the name they gave it, and by when it came and was used.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PasskeyView } from '../../../../src/surfaces/http/contract/passkey.ts';
import { removePasskey } from '../../api/passkeys.ts';
import { Button } from '../../parts/button.tsx';
import { Ago } from '../../parts/clock.tsx';
import { Refused } from '../../parts/refused.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';

interface PasskeyListProps {
  readonly operator: string;
  readonly passkeys: readonly PasskeyView[];
  readonly mayRemove: boolean;
  readonly empty: ReactNode;
}

export function PasskeyList({ operator, passkeys, mayRemove, empty }: PasskeyListProps) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => removePasskey(operator, id),
    onSettled: () => client.invalidateQueries({ queryKey: ['org'] }),
  });
  if (passkeys.length === 0) return empty;
  return (
    <>
      <Refused error={remove.error} />
      <ul className="flex flex-col divide-y divide-line">
        {passkeys.map((one) => (
          <Line key={one.id} passkey={one} remove={mayRemove ? () => remove.mutate(one.id) : null} />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  readonly passkey: PasskeyView;
  /** Null: it is not the person's to remove. */
  readonly remove: (() => void) | null;
}

function Line({ passkey, remove }: LineProps) {
  const { id, name, algorithm, rpId, transports, backupEligible, addedAt, usedAt } = passkey;
  const where = backupEligible ? 'kept by a provider, on several devices' : 'stays in one device';
  const title = name ?? titleOf(passkey);
  return (
    <li className="flex items-center gap-3 py-2 first:pt-0 last:pb-0">
      <Fingerprint size={18} aria-hidden className="shrink-0 text-ink-soft" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">
          <UntrustedLine text={title} />
        </p>
        <p className="text-xs text-ink-soft">
          {algorithm} for {rpId}, {where}
          {transports.length > 0 && ` (${transports.join(', ')})`}
        </p>
        <p className="text-xs text-ink-soft">
          added <Ago at={addedAt} />, {usedAt === null ? 'has signed nothing yet' : 'signed last '}
          {usedAt !== null && <Ago at={usedAt} />}
        </p>
        <p className="truncate font-mono text-xs text-ink-soft">{id}</p>
      </div>
      {remove !== null && (
        <Button onClick={remove} aria-label={`Remove ${title} ${id}`}>
          <Trash2 size={14} aria-hidden />
          Remove
        </Button>
      )}
    </li>
  );
}

/** Where it has no name: what the device said of itself when it was made. */
function titleOf({ backupEligible, transports }: PasskeyView): string {
  if (backupEligible) return 'Passkey of a provider';
  if (transports.includes('internal')) return 'Passkey of one device';
  return transports.some((one) => ['usb', 'nfc', 'ble'].includes(one)) ? 'Security key' : 'Passkey';
}
