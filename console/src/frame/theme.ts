// Dark or light: the system's, or what the person chose on this machine.

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'holdpoint-theme';
const NEXT: { readonly [theme in Theme]: Theme } = { system: 'dark', dark: 'light', light: 'system' };

export function currentTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** To be called before anything is drawn. */
export function applyTheme(theme: Theme = currentTheme()): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function switchTheme(): Theme {
  const theme = NEXT[currentTheme()];
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
  return theme;
}
