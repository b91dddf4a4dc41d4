// The page key never leaves this origin: with the cookie it is the session, and without it the cookie is
// nothing. Signing in or out in one tab is known in all.

import type { BrowserSignIn } from '../../../src/surfaces/http/contract/browser.ts';

const KEY = 'holdpoint-page-key';
const WANTED = 'holdpoint-wanted';
const PAGE_HEADER = 'x-holdpoint-page';

export function pageHeaders(): Record<string, string> {
  const key = localStorage.getItem(KEY);
  return key === null ? {} : { [PAGE_HEADER]: key };
}

export function keepSession({ pageKey }: BrowserSignIn): void {
  localStorage.setItem(KEY, pageKey);
}

export function forgetSession(): void {
  localStorage.removeItem(KEY);
}

/** Calls back when another tab signed in or out; returns how to stop. */
export function watchSession(changed: () => void): () => void {
  const listen = (event: StorageEvent): void => {
    if (event.key === KEY) changed();
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}

/** Where somebody was going when they had to sign in. */
export function keepWanted(path: string): void {
  localStorage.setItem(WANTED, path);
}

export function takeWanted(): string {
  const path = localStorage.getItem(WANTED) ?? '/inbox';
  localStorage.removeItem(WANTED);
  return /^\/(?!\/|sign-in)/.test(path) ? path : '/inbox';
}
