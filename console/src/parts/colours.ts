// A canvas knows no variables of a style sheet: they are read as they are now, and again when they change.

import { useSyncExternalStore } from 'react';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Another word whenever colours are others. */
export function useColours(): string {
  return useSyncExternalStore(
    (listener) => {
      const watch = new MutationObserver(listener);
      watch.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      DARK.addEventListener('change', listener);
      return () => {
        watch.disconnect();
        DARK.removeEventListener('change', listener);
      };
    },
    () => `${document.documentElement.dataset['theme']}-${DARK.matches}`,
  );
}

/** What a variable's colour is where an element stands; asked of a new one, for which nothing moves. */
export function paint(element: HTMLElement, variable: string): string {
  const probe = element.appendChild(document.createElement('span'));
  probe.style.color = `var(${variable})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
