// `holdpoint connector check`, `refresh` and `diff`: what connectors present now, beside what was admitted.

import type { Command } from 'commander';
import { checkResponse, connectorsResponse, type ConnectorView } from '../../http/contract/connector.ts';
import type { Client } from '../client.ts';
import { AS_ADMITTED, moveOf, stateOf, summaryOf, versionChange } from '../connector-state.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { renderChanges, renderProposal, withInference } from '../render/review-sheet.ts';
import { waiting } from '../render/progress.ts';
import { renderTable } from '../render/table.ts';
import { proposeAgain } from './connector-admit.ts';

/** Adds them to `holdpoint connector`. */
export function addConnectorCheck(connector: Command, run: Run): void {
  connector
    .command('check')
    .description(
      'Asks admitted connectors what they present now and records what was not admitted: a tool with' +
        ' another definition is quarantined. Exits with 2 where something is not as admitted.',
    )
    .argument('[name...]', 'of connectors: all that are admitted, where none is named')
    .addHelpText('after', '\nExamples:\n  holdpoint connector check\n  holdpoint connector check files')
    .action((names: string[]) => run((context) => check(context, names)));
  connector
    .command('refresh')
    .description('Proposes an admitted connector again, as it was admitted, and shows the review sheet.')
    .argument('<name>', 'of the connector')
    .addHelpText('after', '\nExample:\n  holdpoint connector refresh files')
    .action((name: string) => run((context) => refresh(context, name)));
  connector
    .command('diff')
    .description('Refreshes it, and shows what changed alone; exits with 2 where something did.')
    .argument('<name>', 'of the connector')
    .addHelpText('after', '\nExample:\n  holdpoint connector diff files')
    .action((name: string) => run((context) => diff(context, name)));
}

async function check(context: Context, named: readonly string[]): Promise<ExitCode> {
  const operator = await context.operator();
  const names = named.length > 0 ? named : await admittedNames(context);
  const checked: (ConnectorView | { readonly id: string; readonly fault: string })[] = [];
  // One after the other: each may start a server.
  for (const name of names) {
    checked.push(await waiting(context, `asking ${name}`, checkOne(operator, name)));
  }
  const rows = checked.map((one) => [one.id, ...('fault' in one ? ['not asked', one.fault] : stateOf(one))]);
  const table = renderTable(['connector', 'state', 'what'], rows);
  const data = checked.map((one) => ('fault' in one ? one : summaryOf(one)));
  context.print({ connectors: data }, table ?? 'no connector is admitted');
  const odd = checked.filter((one) => !('fault' in one) && stateOf(one)[0] !== AS_ADMITTED);
  for (const { id } of odd) context.note(`Review it with: holdpoint connector diff ${id}`);
  if (checked.some((one) => 'fault' in one)) return EXIT.failed;
  return odd.length > 0 ? EXIT.denied : EXIT.ok;
}

async function admittedNames(context: Context): Promise<string[]> {
  const { connectors } = await (await context.reader()).get('/connectors', connectorsResponse);
  return connectors.flatMap(({ id, admitted, killed }) => (admitted === null || killed ? [] : [id]));
}

/** A connector that cannot be asked does not keep the others from being asked. */
async function checkOne(operator: Client, name: string) {
  try {
    const path = `/connectors/${encodeURIComponent(name)}/check`;
    return (await operator.post(path, {}, checkResponse)).connector;
  } catch (error) {
    if (error instanceof CliError) return { id: name, fault: error.message };
    throw error;
  }
}

async function refresh(context: Context, name: string): Promise<void> {
  const detail = await proposeAgain(context, await context.operator(), name);
  context.print(withInference(detail), renderProposal(detail, context));
  context.note(`\nAdmit it with: holdpoint connector admit ${name} (--harmless: only if all of it is)`);
}

async function diff(context: Context, name: string): Promise<ExitCode> {
  const detail = await proposeAgain(context, await context.operator(), name);
  const { review, id } = detail;
  const changes = renderChanges(detail, context);
  const data = {
    connector: id,
    same: changes === null,
    moved: moveOf(detail),
    version: versionChange(detail),
    tools: (review?.tools ?? []).filter(({ verdict }) => verdict !== 'same'),
    gone: review?.gone ?? [],
  };
  context.print(data, changes ?? `${id} is as admitted`);
  if (changes !== null) context.note(`Review and admit it with: holdpoint connector admit ${id}`);
  return changes === null ? EXIT.ok : EXIT.denied;
}
