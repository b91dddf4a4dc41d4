import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useEffect } from 'react';
import type { BrowserSignIn } from '../../../src/surfaces/http/contract/browser.ts';
import { ApiFailure, postJson } from '../api/client.ts';
import { keepSession, takeWanted } from '../api/session.ts';
import { ProviderSignIn } from '../parts/provider-sign-in.tsx';
import { Empty, Loading } from '../parts/state.tsx';

/** Taken from the address once, before anything else can see it there. */
const code = location.pathname === '/sign-in' ? location.hash.slice(1) : '';
if (code !== '') history.replaceState(null, '', '/sign-in');
let isUsed = false;

/** Exchanges the code of a link for a session. */
export function SignIn() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error } = useMutation({
    mutationFn: () => postJson<BrowserSignIn>('/session/browser', { code }),
    onSuccess: async (signedIn) => {
      keepSession(signedIn);
      client.clear();
      await navigate({ to: takeWanted(), replace: true });
    },
  });
  useEffect(() => {
    if (code === '' || isUsed) return;
    isUsed = true;
    mutate();
  }, [mutate]);
  const failure = error instanceof ApiFailure ? error : null;
  if (code !== '' && error === null) return <Loading what="Signing in" />;
  return (
    <main>
      <h1 className="sr-only">Sign in to Holdpoint</h1>
      <Empty
        icon={KeyRound}
        title={failure?.message ?? 'This link holds no code'}
        command="holdpoint console"
      >
        <p>{failure?.help ?? 'A link counts once, for a minute. Ask for another one:'}</p>
      </Empty>
      <ProviderSignIn />
    </main>
  );
}
