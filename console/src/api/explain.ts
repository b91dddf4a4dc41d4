// Why something that was asked for was not done, and what to do about it, in words.

import { ApiFailure } from './client.ts';

/** The browser says one thing for all that a person may have done with their device. */
export function explain(error: unknown): string {
  if (error instanceof Error && error.name === 'NotAllowedError')
    return 'Your device gave no signature: you cancelled, took too long, or have no passkey for this here.';
  if (!(error instanceof Error)) return 'It did not work.';
  const help = error instanceof ApiFailure ? error.help : null;
  return help === null ? error.message : `${error.message}. ${help}`;
}
