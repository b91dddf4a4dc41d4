// An approval is a person's. A program that drives this command says so in its environment, and is refused
// before any passphrase is asked for; on one machine under one user this is advice, and the key's
// passphrase is the lock.

import { CliError } from './exit.ts';
import type { Environment } from './deps.ts';

/** Variables by which agents tell the programs they start. */
const AGENT_VARIABLES = ['AI_AGENT', 'AGENT'];

/** Throws `CliError` where an agent drives the command. */
export function requirePerson(env: Environment): void {
  const sign = AGENT_VARIABLES.find((name) => env[name]);
  if (sign === undefined) return;
  throw new CliError(
    `an agent drives this command (${sign} is set), and a decision on a hold is a person's`,
    {
      help: 'Run it yourself, in a terminal of your own',
    },
  );
}
