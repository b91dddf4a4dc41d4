import { Dialog } from '@base-ui/react/dialog';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Ellipsis, Keyboard, LogOut, Moon, Sun, SunMoon, X } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import type { Ended } from '../../../src/surfaces/http/contract/browser.ts';
import { postJson } from '../api/client.ts';
import { useLiveState, type LiveState } from '../api/live.ts';
import { holdsQuery, meQuery } from '../api/queries.ts';
import { forgetSession } from '../api/session.ts';
import { PLACES, type Place } from './places.ts';
import { currentTheme, switchTheme } from './theme.ts';

export function SideBar({ openHelp }: { readonly openHelp: () => void }) {
  return (
    <nav
      aria-label="Pages"
      className="sticky top-0 hidden h-dvh w-44 shrink-0 flex-col border-r border-line bg-panel px-2 py-3
        md:flex"
    >
      <p className="mb-4 flex items-center gap-2 px-2 font-semibold tracking-tight">
        <Mark />
        Holdpoint
      </p>
      <ul className="flex flex-col gap-0.5">
        {PLACES.map((place) => (
          <li key={place.to}>
            <PlaceLink place={place} className="flex h-8 items-center gap-2.5 rounded-md px-2 text-sm" />
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-col gap-2 border-t border-line px-2 pt-3">
        <Who />
        <div className="flex items-center justify-between">
          <Live />
          <div className="flex">
            <ThemeButton />
            <IconButton label="Keys" onClick={openHelp} icon={Keyboard} />
            <SignOut />
          </div>
        </div>
      </div>
    </nav>
  );
}

const FIRST = PLACES.slice(0, 4);
const REST = PLACES.slice(4);
const TAB = 'relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs';

/** On a phone: the pages that are used most, and a sheet with all else. */
export function BottomBar() {
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 flex h-14 items-stretch border-t border-line bg-panel
        md:hidden"
    >
      {FIRST.map((place) => (
        <PlaceLink key={place.to} place={place} className={TAB} />
      ))}
      <More />
    </nav>
  );
}

function More() {
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const isHere = REST.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger
        aria-current={isHere}
        className={`${TAB} ${isHere ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft'}`}
      >
        <Ellipsis size={16} aria-hidden />
        More
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40 md:hidden" />
        <Dialog.Popup
          className="fixed inset-x-0 bottom-0 z-50 max-h-[85dvh] overflow-auto rounded-t-lg border-t
            border-line bg-panel p-3 shadow-xl md:hidden"
        >
          <Dialog.Title className="px-2 pb-2 text-sm font-semibold">More</Dialog.Title>
          <ul onClick={() => setOpen(false)}>
            {REST.map((place) => (
              <li key={place.to}>
                <PlaceLink place={place} className="flex h-11 items-center gap-2.5 rounded-md px-2 text-sm" />
              </li>
            ))}
            <li className="mt-2 border-t border-line px-2 py-2">
              <Who />
            </li>
          </ul>
          <div className="flex items-center justify-end">
            <ThemeButton />
            <SignOut />
            <Dialog.Close render={<IconButton label="Close" icon={X} />} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PlaceLink({ place, className }: { readonly place: Place; readonly className: string }) {
  const { to, name, icon: Icon } = place;
  return (
    <Link
      to={to}
      className={className}
      activeProps={{ className: 'bg-accent-soft font-medium text-accent', 'aria-current': 'page' }}
      inactiveProps={{ className: 'text-ink-soft hover:bg-raised hover:text-ink' }}
    >
      <Icon size={16} aria-hidden />
      <span>{name}</span>
      {to === '/inbox' && <Waiting />}
    </Link>
  );
}

function Waiting() {
  const { data } = useQuery(holdsQuery);
  const count = data?.holds.length ?? 0;
  if (count === 0) return null;
  return (
    <span
      className="absolute top-1 left-1/2 ml-2 rounded-full bg-accent px-1.5 text-xs font-semibold
        text-on-accent tabular md:static md:ml-auto"
    >
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}

function Who() {
  const { data } = useQuery(meQuery);
  if (data === undefined) return null;
  return (
    <Link
      to="/passkeys"
      title="Your passkeys"
      className="block min-w-0 rounded-md text-sm text-ink hover:bg-raised"
    >
      <p className="truncate font-medium">{data.name ?? data.id}</p>
      <p className="truncate text-xs text-ink-soft" title={data.roles.join(', ')}>
        {data.roles.join(', ')}
      </p>
    </Link>
  );
}

const LIVE: { readonly [state in LiveState]: readonly [string, string] } = {
  live: ['Live', 'bg-permit'],
  connecting: ['Connecting', 'bg-hold'],
  offline: ['Offline', 'bg-deny'],
  'signed-out': ['Signed out', 'bg-deny'],
};

function Live() {
  const [word, colour] = LIVE[useLiveState()];
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs text-ink-soft">
      <span aria-hidden className={`size-2 rounded-full ${colour}`} />
      {word}
    </span>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme);
  const icon = { system: SunMoon, dark: Moon, light: Sun }[theme];
  return <IconButton label={`Colours: ${theme}`} icon={icon} onClick={() => setTheme(switchTheme())} />;
}

function SignOut() {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => postJson<Ended>('/session/end', {}),
    onSettled: (ended) => {
      forgetSession();
      // Whom a provider signed in is signed out there too.
      const next = ended?.next ?? null;
      if (next === null) void client.resetQueries();
      else location.assign(next);
    },
  });
  return <IconButton label="Sign out" icon={LogOut} onClick={() => end.mutate()} />;
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly label: string;
  readonly icon: typeof Moon;
}

function IconButton({ label, icon: Icon, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className="flex size-10 items-center justify-center rounded-md text-ink-soft hover:bg-raised
        hover:text-ink md:size-7"
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}

function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden className="text-accent">
      <circle cx="9" cy="9" r="7.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M6.5 5.5v7M11.5 5.5v7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
