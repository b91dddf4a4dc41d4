// `holdpoint connector`: a system enters as a proposal, and works as a person admitted it.

import {
  answerSchema,
  connectorDetail,
  connectorProposed,
  connectorsResponse,
  diffResponse,
  type ConnectorDetail,
  type DiffResponse,
} from '../../http/contract.ts';
import { connectorInput, type AddFlags } from '../connector-input.ts';
import { confirm } from '../confirm.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { excerpt } from '../printable.ts';
import { readProfiles } from '../profile-corrections.ts';
import { AS_PROPOSED, readEffects, renderReview, renderUpstream } from '../review-sheet.ts';
import { renderTable } from '../table.ts';
import { addConnectorClassify } from './connector-classify.ts';
import { addConnectorDrift } from './connector-drift.ts';
import { addConnectorLint } from './connector-lint.ts';

interface AdmitFlags {
  readonly effect: readonly string[];
  readonly profile?: string;
  readonly yes?: true;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const addConnectorCommands: AddCommands = (program, run) => {
  const connector = program.command('connector').description('Propose, review and admit connectors.');
  connector
    .command('add')
    .description('Proposes a connector: asks what it offers and infers what each tool may do.')
    .argument('<name>', 'lower-case name')
    .argument('[command...]', 'after --, the command of an MCP server that Holdpoint starts')
    .option('--url <url>', 'an MCP server over streamable HTTP')
    .option('--cwd <folder>', 'where the command runs')
    .option('--set <name=value>', 'a plain setting in its environment, never a secret', collect, [])
    .option('--credential <kind>', 'jwt, static:env:NAME or static:file:/path')
    .option('--audience <uri>', 'whom a minted credential is for; else the URL')
    .option('--header <name>', 'header that carries the credential; else Authorization')
    .option('--env <name>', 'variable that carries the credential to a server started for the task')
    .option('--ttl <span>', 'how long a credential lives', '10m')
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
    .argument('<name>')
    .action((name: string) =>
      run(async (context) => {
        const detail = await load(context, name);
        context.print(
          detail,
          detail.proposal === null ? renderUpstream(detail) : renderReview(detail, AS_PROPOSED),
        );
      }),
    );
  connector
    .command('admit')
    .description('Shows the review sheet of what was proposed, and admits it when you say yes.')
    .argument('<name>')
    .option('--effect <tool=effects>', 'correct a tool, such as send_mail=send,write', collect, [])
    .option('--profile <file>', 'correct what arguments are for, how far they go, what results carry')
    .option('--yes', 'you have reviewed it already')
    .addHelpText('after', '\nExample:\n  holdpoint connector admit files --effect read_file=read')
    .action((name: string, flags: AdmitFlags) => run((context) => admit(context, name, flags)));
  connector
    .command('diff')
    .description('Compares what it presents now with what was admitted; exits with 2 where they differ.')
    .argument('<name>')
    .action((name: string) => run((context) => diff(context, name)));
  addConnectorClassify(connector, run);
  addConnectorDrift(connector, run);
  addConnectorLint(connector, run);
};

async function load(context: Context, name: string): Promise<ConnectorDetail> {
  return (await context.reader()).get(`/connectors/${encodeURIComponent(name)}`, connectorDetail);
}

async function add(
  context: Context,
  name: string,
  command: readonly string[],
  flags: AddFlags,
): Promise<void> {
  const input = connectorInput(name, command, flags);
  const answer = await (await context.operator()).post('/connectors', input, connectorProposed);
  const detail = await load(context, name);
  const next = `Review and admit it with: holdpoint connector admit ${name}`;
  context.print(
    { connector: name, ...answer, tools: detail.proposal?.tools ?? [] },
    renderReview(detail, AS_PROPOSED),
  );
  context.note(`\n${next}`);
}

async function list(context: Context): Promise<void> {
  const { connectors } = await (await context.reader()).get('/connectors', connectorsResponse);
  const rows = connectors.map(({ id, proposal, admitted, killed }) => {
    const pending = proposal !== null && proposal.digest !== admitted?.digest;
    const status = killed
      ? 'stopped'
      : admitted === null
        ? 'proposed'
        : pending
          ? 'admitted, newer proposal'
          : 'admitted';
    const tools = Object.keys(admitted?.tools ?? {}).length;
    return [id, status, tools, (admitted ?? proposal)?.credential?.issuer ?? 'none'];
  });
  context.print(
    { connectors },
    renderTable(['connector', 'status', 'tools', 'credential'], rows) ?? 'no connectors',
  );
}

async function admit(context: Context, name: string, flags: AdmitFlags): Promise<void> {
  const operator = await context.operator();
  const detail = await load(context, name);
  if (detail.proposal === null) throw new CliError(`${name} has no proposal`);
  const effects = readEffects(flags.effect, detail);
  const profiles = await readProfiles(context, flags.profile, detail);
  context.note(renderReview(detail, { effects, profiles }));
  if (flags.yes !== true) {
    const help = 'Review it, then add --yes';
    await confirm(context, '\nAdmit it like this?', 'nothing was admitted', help);
  }
  const proposal = detail.proposal.digest;
  const path = `/connectors/${encodeURIComponent(name)}/admit`;
  const answer = await operator.post(
    path,
    { proposal, effects: Object.fromEntries(effects), profiles: Object.fromEntries(profiles) },
    answerSchema,
  );
  context.print({ connector: name, proposal, ...answer }, `${name} is admitted (${answer.receipt.record})`);
}

async function diff(context: Context, name: string): Promise<ExitCode> {
  const path = `/connectors/${encodeURIComponent(name)}/diff`;
  const found = await (await context.operator()).post(path, {}, diffResponse);
  const same = found.added.length + found.removed.length + found.changed.length === 0;
  context.print({ connector: name, same, ...found }, same ? `${name} is as admitted` : renderDiff(found));
  if (!same) context.note(`Review and admit it with: holdpoint connector admit ${name}`);
  return same ? EXIT.ok : EXIT.denied;
}

function renderDiff({ added, removed, changed }: DiffResponse): string {
  return [
    ...added.map((name) => `+ ${excerpt(name, 100)}`),
    ...removed.map((name) => `- ${excerpt(name, 100)}`),
    ...changed.flatMap(({ name, fields }) => [
      `~ ${excerpt(name, 100)}`,
      ...fields.flatMap(({ pointer, before, after }) => [
        `    ${excerpt(pointer, 200)}`,
        ...(before === undefined ? [] : [`    - ${excerpt(JSON.stringify(before), 400)}`]),
        ...(after === undefined ? [] : [`    + ${excerpt(JSON.stringify(after), 400)}`]),
      ]),
    ]),
  ].join('\n');
}
