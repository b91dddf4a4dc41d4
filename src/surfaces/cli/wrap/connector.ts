// Nothing is governed under a guess: the connector is the one that people admitted for exactly this command,
// or there is none.

import type { ConnectorView } from '../../http/contract/connector.ts';
import { CliError } from '../exit.ts';

/** Throws `CliError` that says what an operator runs, unless exactly one admitted connector is meant. */
export function findConnector(
  connectors: readonly ConnectorView[],
  command: readonly string[],
  as: string | null,
): ConnectorView {
  const meant = connectors.filter((one) => (as === null ? runs(one, command) : one.id === as));
  const admitted = meant.filter((one) => one.admitted !== null);
  if (admitted.length > 1) {
    const names = admitted.map(({ id }) => id).join(', ');
    throw new CliError(`several connectors run this command: ${names}`, {
      help: 'Say which with: holdpoint wrap --as NAME -- …',
    });
  }
  const [connector] = admitted;
  if (connector !== undefined) return connector;
  const name = meant[0]?.id ?? as ?? 'NAME';
  const add = meant.length > 0 ? [] : [`holdpoint connector add ${name} -- ${command.map(quote).join(' ')}`];
  const steps = [...add, `holdpoint connector show ${name}`, `holdpoint connector admit ${name}`];
  throw new CliError('nobody has admitted this server', {
    lines: ['it is not started, and has no tools here, until an operator reviews it and runs:', ...steps],
    help: 'Then start this server again.',
  });
}

/** Whether it starts exactly this command with exactly these arguments. */
export function runs({ admitted, proposal }: ConnectorView, command: readonly string[]): boolean {
  const { upstream } = (admitted ?? proposal) as { upstream: { command?: string; args?: readonly string[] } };
  return JSON.stringify([upstream.command, ...(upstream.args ?? [])]) === JSON.stringify(command);
}

/** For a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
