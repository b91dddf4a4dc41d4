import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useNamedPage } from '../api/named-page.ts';
import { signInWithPasskey } from '../api/passkeys.ts';
import { keepSession } from '../api/session.ts';
import { Button } from './button.tsx';
import { Refused } from './refused.tsx';

/** The other way to sign in: no terminal, for whoever has added one. */
export function PasskeySignIn() {
  const client = useQueryClient();
  const elsewhere = useNamedPage();
  const { mutate, isPending, error } = useMutation({
    mutationFn: signInWithPasskey,
    onSuccess: async (signedIn) => {
      keepSession(signedIn);
      await client.resetQueries();
    },
  });
  if (elsewhere !== null) return null;
  return (
    <div className="mt-4 flex flex-col items-center gap-2">
      <Button disabled={isPending} onClick={() => mutate()}>
        <Fingerprint size={14} aria-hidden />
        Sign in with a passkey
      </Button>
      <Refused error={error} />
    </div>
  );
}
