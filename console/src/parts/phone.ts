import { useSyncExternalStore } from 'react';

/** Where what is side by side elsewhere stands one below the other: below Tailwind's `md`. */
const PHONE = matchMedia('(width < 48rem)');

export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      PHONE.addEventListener('change', listener);
      return () => PHONE.removeEventListener('change', listener);
    },
    () => PHONE.matches,
  );
}
