// Every key that does something, once: where it does it, and what. What a page binds stands here, so that the
// help tells all of them wherever one asks.

import { PLACES } from './places.ts';

export interface Key {
  /** A key as the browser names it, or two that follow each other: `g i`. */
  readonly keys: string;
  readonly does: string;
}

export const GO = PLACES.map(({ to, name, key }) => ({ to, keys: `g ${key}`, does: `go to ${name}` }));
export const COLOURS: Key = { keys: 't', does: 'dark, light, or as the system has it' };
export const HELP: Key = { keys: '?', does: 'show these keys' };
export const SEARCH: Key = { keys: '/', does: 'search' };

export const INBOX = {
  next: { keys: 'j', does: 'the next one' },
  before: { keys: 'k', does: 'the one before' },
  leave: { keys: 'Escape', does: 'back to the list' },
} as const;

export const DECIDE = {
  why: { keys: 'w', does: 'say why' },
  together: { keys: 'b', does: 'with the like actions, or without' },
  edit: { keys: 'e', does: 'write other arguments' },
} as const;

export const TASK = {
  next: { keys: 'j', does: 'the next act' },
  before: { keys: 'k', does: 'the act before' },
  leave: { keys: 'Escape', does: 'close the record' },
} as const;

export const ALL_KEYS: readonly { readonly where: string; readonly keys: readonly Key[] }[] = [
  { where: 'In the inbox', keys: [INBOX.next, INBOX.before, INBOX.leave] },
  { where: 'At what waits', keys: [DECIDE.why, DECIDE.together, DECIDE.edit] },
  { where: 'In a task', keys: [TASK.next, TASK.before, TASK.leave] },
  { where: 'Where there is a search', keys: [SEARCH] },
  { where: 'Everywhere', keys: [...GO, COLOURS, HELP] },
];
