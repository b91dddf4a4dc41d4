// A passphrase comes from a person at the terminal, or from a script that was given one; never from the
// command line.

import { CliError } from './exit.ts';
import type { Io } from './io.ts';

const MIN_CHARACTERS = 8;

/** Throws `CliError` where nobody can be asked. */
export async function readPassphrase(io: Io, fromInput: boolean, question: string): Promise<string> {
  if (fromInput) return (await io.readInput()).replace(/\r?\n$/, '');
  const given = io.env['HOLDPOINT_PASSPHRASE'] || (await io.ask(`${question}: `, { hidden: true }));
  if (given) return given;
  throw new CliError('a passphrase is needed and there is no terminal to ask on', {
    help: 'Give it with --passphrase-stdin or in HOLDPOINT_PASSPHRASE',
  });
}

/** A new one, asked twice at a terminal. Throws `CliError` for one that is too short or was mistyped. */
export async function choosePassphrase(io: Io, fromInput: boolean, whose: string): Promise<string> {
  const passphrase = await readPassphrase(io, fromInput, `New passphrase of ${whose}`);
  if (passphrase.length < MIN_CHARACTERS) {
    throw new CliError(`a passphrase has at least ${MIN_CHARACTERS} characters`);
  }
  if (fromInput || io.env['HOLDPOINT_PASSPHRASE']) return passphrase;
  const again = await io.ask('The same again: ', { hidden: true });
  if (again === passphrase) return passphrase;
  throw new CliError('the two passphrases differ');
}
