// The page around the pages: where one is, who one is, and whether what one sees is what there is now.

import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../api/client.ts';
import { startLive, useLiveState } from '../api/live.ts';
import { meQuery } from '../api/queries.ts';
import { watchSession } from '../api/session.ts';
import { Loading, Trouble } from '../parts/state.tsx';
import { SignedOut } from '../pages/signed-out.tsx';
import { Help } from './help.tsx';
import { COLOURS, GO, HELP } from './keys.ts';
import { BottomBar, SideBar } from './navigation.tsx';
import { listenForKeys, useShortcuts } from './shortcuts.ts';
import { switchTheme } from './theme.ts';

export function Frame() {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  useEffect(() => watchSession(() => void client.resetQueries()), [client]);
  if (me.isPending) return <Loading what="Holdpoint" />;
  if (me.data === undefined) {
    const { error } = me;
    const isSignedOut =
      error instanceof ApiFailure && ['unauthenticated', 'not-allowed'].includes(error.code);
    return isSignedOut ? <SignedOut /> : <Trouble error={error} what="Holdpoint" />;
  }
  return <SignedIn />;
}

function SignedIn() {
  const client = useQueryClient();
  const [help, setHelp] = useState<{ readonly opener: Element | null } | null>(null);
  const openHelp = (): void => setHelp({ opener: document.activeElement });
  useEffect(() => startLive(client), [client]);
  useEffect(listenForKeys, []);
  useGlobalKeys(openHelp);
  return (
    <div className="flex min-h-dvh flex-col bg-page md:flex-row">
      <a
        href="#content"
        className="sr-only rounded bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute
          focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      <SideBar openHelp={openHelp} />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-16 outline-none md:pb-0">
        <OfflineBar />
        <Outlet />
      </main>
      <BottomBar />
      <Help isOpen={help !== null} close={() => setHelp(null)} opener={help?.opener ?? null} />
      <FocusContent />
    </div>
  );
}

function useGlobalKeys(openHelp: () => void): void {
  const navigate = useNavigate();
  useShortcuts([
    ...GO.map(({ to, keys }) => ({ keys, run: () => void navigate({ to }) })),
    { ...COLOURS, run: () => void switchTheme() },
    { ...HELP, run: openHelp },
  ]);
}

/** Whoever goes to another page by keyboard begins at its top. */
function FocusContent() {
  const { pathname } = useLocation();
  const [, page] = pathname.split('/');
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  }, [page]);
  return null;
}

function OfflineBar() {
  const state = useLiveState();
  if (state !== 'offline') return null;
  return (
    <p
      role="alert"
      className="flex items-center gap-2 border-b border-deny/30 bg-deny-soft px-4 py-1.5 text-sm text-deny"
    >
      <WifiOff size={14} aria-hidden />
      Offline: what you see may be old. Holdpoint does not answer; it is asked again by itself.
    </p>
  );
}
