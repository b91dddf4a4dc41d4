import { useLocation } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useEffect } from 'react';
import { keepWanted } from '../api/session.ts';
import { ProviderSignIn } from '../parts/provider-sign-in.tsx';
import { PasskeySignIn } from '../parts/passkey-sign-in.tsx';
import { Empty } from '../parts/state.tsx';

/** Nobody is signed in here: how to, and back to this very address afterwards. */
export function SignedOut() {
  const { href } = useLocation();
  useEffect(() => keepWanted(href), [href]);
  return (
    <main>
      <h1 className="sr-only">Holdpoint</h1>
      <Empty icon={KeyRound} title="Sign in with your operator key" command="holdpoint console">
        <p>
          Run this in a terminal on this machine and open the link that it prints. It counts once, for a
          minute. This page goes on by itself.
        </p>
      </Empty>
      <ProviderSignIn />
      <PasskeySignIn />
    </main>
  );
}
