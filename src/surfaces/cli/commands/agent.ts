// `holdpoint agent`: workloads with an identity and somebody who answers for them.

import { resolve } from 'node:path';
import { readSpan } from '../render/span.ts';
import { agentsResponse, answerSchema, tokenResponse } from '../../http/contract.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { readSessionFile, writePrivate } from '../home.ts';
import { renderTable, renderTime } from '../render/table.ts';
import { addAgentAllowance, boundsText } from './agent-allowance.ts';
import { identityOf } from './operator.ts';

interface ModelFlags {
  readonly model?: string;
  readonly fingerprint?: string;
}

interface RegisterFlags extends ModelFlags {
  readonly owner?: string;
  readonly environment: string;
  readonly groups?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

export const addAgentCommands: AddCommands = (program, run) => {
  const agent = program.command('agent').description('Register agents and give them tokens.');
  agent
    .command('register')
    .description('Registers an agent: a workload that an operator answers for.')
    .argument('<id>', 'id of the agent')
    .option('--owner <operator>', 'who answers for it; else you')
    .option('--environment <name>', 'such as production', 'development')
    .option('--groups <list>', 'groups that policies speak of')
    .option('--issuer <url>', 'it proves itself with tokens of an identity provider: its issuer')
    .option('--subject <subject>', 'its subject there')
    .option('--model <provider/name>', 'the model behind it')
    .option('--fingerprint <digest>', 'your digest over its model, prompt and corpus')
    .addHelpText('after', '\nExample:\n  holdpoint agent register scribe --environment production')
    .action((id: string, flags: RegisterFlags) => run((context) => register(context, id, flags)));
  agent
    .command('model')
    .description('Says which model is behind an agent now; tasks that began with another have drifted.')
    .argument('<id>', 'id of the agent')
    .option('--model <provider/name>', 'the model behind it; without it nobody knows any more')
    .option('--fingerprint <digest>', 'your digest over its model, prompt and corpus')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint agent model scribe --model acme/large-2 ' +
        '--fingerprint "$(sha256sum < prompt.md)"',
    )
    .action((id: string, flags: ModelFlags) => run((context) => changeModel(context, id, flags)));
  addAgentAllowance(agent, run);
  agent
    .command('list')
    .description('Lists the agents.')
    .action(() => run(listAgents));
  agent
    .command('token')
    .description('Gives a token with which the agent opens unattended tasks as itself.')
    .argument('<id>', 'id of the agent')
    .option('--ttl <span>', 'how long it holds, at most 24h', '1h')
    .option('--token-out <file>', 'write the token to a file that only you can read')
    .addHelpText('after', '\nExample:\n  holdpoint agent token scribe --ttl 8h --token-out scribe.token')
    .action((id: string, flags: { ttl: string; tokenOut?: string }) =>
      run((context) => giveToken(context, id, flags)),
    );
};

async function register(context: Context, id: string, flags: RegisterFlags): Promise<void> {
  const client = await context.operator();
  const session = await readSessionFile((await context.place()).settings.home);
  const owner = flags.owner ?? session?.operator;
  if (owner === undefined) throw new CliError('say who answers for it: --owner OPERATOR');
  const groups = (flags.groups ?? '').split(',').filter((group) => group !== '');
  const model = modelOf(flags);
  const agent = { id, owner, environment: flags.environment, groups, identity: identityOf(flags) };
  const body = model === null ? agent : { ...agent, model };
  const answer = await client.post('/agents', body, answerSchema);
  context.print({ agent: id, owner, ...answer }, `${id} is registered; ${owner} answers for it`);
}

async function changeModel(context: Context, id: string, flags: ModelFlags): Promise<void> {
  const model = modelOf(flags);
  const path = `/agents/${encodeURIComponent(id)}/model`;
  const answer = await (await context.operator()).post(path, { model }, answerSchema);
  const said = model === null ? 'no model is known' : `${model.provider}/${model.name}`;
  context.print({ agent: id, model, ...answer }, `${id}: ${said}`);
}

/** Throws `CliError` where only a half is given. */
function modelOf({ model, fingerprint }: ModelFlags) {
  if (model === undefined && fingerprint === undefined) return null;
  const [, provider, name] = /^([^/]+)\/(.+)$/.exec(model ?? '') ?? [];
  if (provider !== undefined && name !== undefined && fingerprint !== undefined) {
    return { provider, name, fingerprint };
  }
  throw new CliError('--model PROVIDER/NAME and --fingerprint DIGEST go together');
}

async function listAgents(context: Context): Promise<void> {
  const { agents } = await (await context.reader()).get('/agents', agentsResponse);
  const rows = agents.map(({ id, owner, environment, groups, model, killed, ...bounds }) => [
    id,
    owner,
    environment,
    groups.join(',') || null,
    model === undefined ? null : `${model.provider}/${model.name}`,
    boundsText(bounds) || null,
    killed ? 'stopped' : '',
  ]);
  context.print(
    { agents },
    renderTable(['agent', 'owner', 'environment', 'groups', 'model', 'allowance', ''], rows) ?? 'no agents',
  );
}

async function giveToken(
  context: Context,
  id: string,
  flags: { ttl: string; tokenOut?: string },
): Promise<void> {
  const ttlSeconds = readSpan(flags.ttl, '--ttl');
  const path = `/agents/${encodeURIComponent(id)}/token`;
  const { token, expiresAt } = await (await context.operator()).post(path, { ttlSeconds }, tokenResponse);
  const until = `until ${renderTime(expiresAt)}`;
  if (flags.tokenOut === undefined) {
    context.note(`The token of ${id}, ${until}:`);
    context.print({ agent: id, token, expiresAt }, token);
    return;
  }
  const file = resolve(context.io.cwd, flags.tokenOut);
  await writePrivate(file, `${token}\n`);
  context.print({ agent: id, file, expiresAt }, `the token of ${id} is in ${file}, ${until}`);
}
