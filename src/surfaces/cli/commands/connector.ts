// `holdpoint connector`: a system enters as a proposal, and works as a person admitted it.

import { resolve } from 'node:path';
import { connectorProposed, connectorsResponse } from '../../http/contract/connector.ts';
import { connectorInput, type AddFlags } from '../given/connector-input.ts';
import { stateOf, statusOf, summaryOf } from '../connector-state.ts';
import type { AddCommands, Context } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { noteLeftOut } from '../render/left-out.ts';
import { exitOf, noteModel } from '../render/model-words.ts';
import { waiting } from '../render/progress.ts';
import { renderGlance, renderProposal, withInference } from '../render/review-sheet.ts';
import { renderTable } from '../render/table.ts';
import { renderUpstream } from '../render/upstream-sheet.ts';
import { addConnectorAdmit, collect, loadConnector } from './connector-admit.ts';
import { addConnectorCheck } from './connector-check.ts';
import { addConnectorClassify } from './connector-classify.ts';
import { addConnectorDrift } from './connector-drift.ts';
import { addConnectorLint } from './connector-lint.ts';
import { addConnectorManifest } from './connector-manifest.ts';
import { addConnectorTriggers } from './connector-triggers.ts';

export const addConnectorCommands: AddCommands = (program, run) => {
  const connector = program.command('connector').description('Propose, review and admit connectors.');
  connector
    .command('add')
    .description('Proposes a connector: asks what it offers and infers what each tool may do.')
    .argument('<name>', 'lower-case letters, digits and hyphens')
    .argument('[command...]', 'after --, the command of an MCP server that Holdpoint starts')
    .option('--url <url>', 'an MCP server over streamable HTTP')
    .option('--openapi <file>', 'the document of an HTTP API that is at the URL instead')
    .option('--cwd <folder>', 'where the command runs')
    .option('--set <name=value>', 'a plain setting in its environment, never a secret', collect, [])
    .option('--credential <kind>', 'jwt, static:env:NAME or static:file:/path')
    .option('--audience <uri>', 'whom a minted credential is for; else the URL')
    .option('--header <name>', 'header that carries it, such as X-Key or "Cookie: id="; else Authorization')
    .option('--query <name>', 'parameter of the query that carries it to an HTTP API')
    .option('--env <name>', 'variable that carries the credential to a server started for the task')
    .option('--ttl <span>', 'how long a credential lives', '10m')
    .option('--model', 'ask the configured model too, which can only add to the proposal')
    .addHelpText('after', '\nExample:\n  holdpoint connector add files -- npx -y some-mcp-server /srv/files')
    .action((name: string, command: string[], flags: AddFlags) =>
      run((context) => add(context, name, command, flags)),
    );
  connector
    .command('list')
    .description('Lists connectors.')
    .action(() => run(list));
  connector
    .command('show')
    .description('Shows how a connector is reached and what it offers.')
    .argument('<name>', 'of the connector')
    .action((name: string) =>
      run(async (context) => {
        const detail = await loadConnector(context, name);
        const text = detail.proposal === null ? renderUpstream(detail) : renderProposal(detail, context);
        context.print(withInference(detail), text);
      }),
    );
  addConnectorAdmit(connector, run);
  addConnectorCheck(connector, run);
  addConnectorClassify(connector, run);
  addConnectorDrift(connector, run);
  addConnectorLint(connector, run);
  addConnectorManifest(connector, run);
  addConnectorTriggers(connector, run);
};

async function add(
  context: Context,
  name: string,
  command: readonly string[],
  flags: AddFlags,
): Promise<ExitCode> {
  const input = connectorInput(name, command, flags, (file) => resolve(context.io.cwd, file));
  const operator = await context.operator();
  const asked = operator.post('/connectors', input, connectorProposed);
  const answer = await waiting(context, `asking ${name} what it offers`, asked);
  const detail = await loadConnector(context, name);
  context.print(
    { connector: name, ...answer, tools: withInference(detail).proposal?.tools ?? [] },
    renderGlance(detail, context),
  );
  noteLeftOut(context, answer.leftOut);
  noteModel(context, answer.model);
  context.note(`\nAll that is known of each tool: holdpoint connector show ${name}`);
  context.note(`Review and admit it with: holdpoint connector admit ${name}`);
  return exitOf(answer.model);
}

async function list(context: Context): Promise<void> {
  const { connectors } = await (await context.reader()).get('/connectors', connectorsResponse);
  const rows = connectors.map((one) => {
    const { id, proposal, admitted } = one;
    const tools = Object.keys((admitted ?? proposal)?.tools ?? {}).length;
    const credential = (admitted ?? proposal)?.credential?.issuer ?? 'none';
    return [id, statusOf(one), tools, credential, admitted === null ? '' : stateOf(one)[1]];
  });
  context.print(
    { connectors: connectors.map(summaryOf) },
    renderTable(['connector', 'status', 'tools', 'credential', 'seen since'], rows) ?? 'no connectors',
  );
}
