// What could be wrong, looked at one by one; each finding says what to do. Nothing is repaired behind
// anybody's back.

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { agentsResponse, leasesResponse, type Status } from '../http/contract.ts';
import { channelsResponse } from '../http/contract/channels.ts';
import { connectorsResponse } from '../http/contract/connector.ts';
import { clearancesSchema } from '../http/contract/profile.ts';
import type { Check } from './check.ts';
import { checkSignIn } from './checkup-sign-in.ts';
import type { Context } from './context.ts';
import { counted } from './render/counted.ts';
import type { Settings } from './deps.ts';
import { CliError } from './exit.ts';
import { exists, type Place } from './home.ts';
import { NO_OPERATOR } from './no-operator.ts';

const MIN_NODE = [20, 19] as const;

export async function checkAll(context: Context): Promise<Check[]> {
  const checks = [checkNode(process.versions.node)];
  const place = await context.place().catch((error: unknown) => error as Error);
  if (place instanceof Error) return [...checks, failed('configuration', place)];
  const { settings } = place;
  return [
    ...checks,
    ok('configuration', place.configFile ?? 'all defaults'),
    ...(await checkPlaces(context, settings)),
    await checkCheckpoints(settings),
    ...(await checkDaemon(context, settings)),
    advisory(place),
  ];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recent = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  if (recent) return ok('node', version);
  return { name: 'node', status: 'fail', detail: version, help: `Use Node ${MIN_NODE.join('.')} or newer` };
}

const INIT = 'Make it with: holdpoint init';
const UP = 'Make it with: holdpoint up';

async function checkPlaces(context: Context, settings: Settings): Promise<Check[]> {
  const { url } = settings.store;
  const store = url === undefined ? await checkFile(settings) : await checkDatabase(context, settings);
  // Another replica's home has its ledger already.
  const help = url === undefined ? INIT : store.status === 'ok' ? UP : 'First see to the store, below';
  return [await checkHome(settings.home, help), store];
}

async function checkHome(home: string, help: string): Promise<Check> {
  if (!(await exists(home))) {
    return { name: 'home', status: 'fail', detail: `${home} is not there`, help };
  }
  const open = ((await stat(home)).mode & 0o077) !== 0;
  if (!open) return ok('home', home);
  const close = `Close it with: chmod 700 ${home}`;
  return { name: 'home', status: 'fail', detail: `${home} is open to others`, help: close };
}

async function checkFile({ store }: Settings): Promise<Check> {
  if (await exists(store.path)) return ok('store', store.path);
  return { name: 'store', status: 'fail', detail: `${store.path} is not there`, help: INIT };
}

async function checkDatabase({ deps }: Context, settings: Settings): Promise<Check> {
  const name = 'store';
  try {
    const records = await deps.countRecords(settings);
    if (records !== null && records > 0) return ok(name, `PostgreSQL, ${counted(records, 'record')}`);
    return { name, status: 'fail', detail: 'the database has no ledger yet', help: INIT };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const help = 'When that is mended, start it with: holdpoint up';
    return { name, status: 'fail', detail: error.message, help };
  }
}

async function checkCheckpoints({ store, checkpoints }: Settings): Promise<Check> {
  const name = 'checkpoints';
  if (store.url !== undefined) return ok(name, checkpoints.path);
  const [here, there] = await Promise.all([deviceOf(store.path), deviceOf(checkpoints.path)]);
  if (here !== there) return ok(name, checkpoints.path);
  const detail = `${checkpoints.path} is on the same disk as the store: who cuts one can cut both`;
  return {
    name,
    status: 'warn',
    detail,
    help: 'Set checkpoints.path to another disk, or keep copies elsewhere',
  };
}

async function deviceOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => stat(dirname(path)).catch(() => null));
  return found === null ? null : found.dev;
}

async function checkDaemon(context: Context, settings: Settings): Promise<Check[]> {
  try {
    const status = await context.daemonStatus();
    const policy: Check = status.policyLoaded
      ? ok('policy', status.policy ?? '-')
      : {
          name: 'policy',
          status: 'fail',
          detail: 'no policy is loaded: everything is denied',
          help: 'Publish one with: holdpoint policy publish FILES',
        };
    const daemons = [ok('daemon', status.url), checkLedger(status), policy];
    return [
      ...daemons,
      ...checkWitnesses(status),
      await checkSecrets(context),
      await checkClearances(context),
      ...(await checkChannels(context)),
      ...(await checkSignIn(settings, { deps: context.deps, daemon: status.url })),
    ];
  } catch (error) {
    return [failed('daemon', error)];
  }
}

function checkLedger({ ledger, size, mode, replicas }: Status): Check {
  const name = 'ledger';
  if (mode === null) return { name, status: 'fail', detail: `${ledger}, empty`, help: NO_OPERATOR };
  const shared = replicas === null ? [] : [`${counted(replicas, 'replica')} alive`];
  return ok(name, [ledger, counted(size, 'record'), mode, ...shared].join(', '));
}

function checkWitnesses({ witnessing, size }: Status): Check[] {
  if (witnessing === null || !witnessing.isActive) return [];
  const { alarm, have, need, cosignedSize, witnesses } = witnessing;
  const name = 'witnesses';
  const failing = witnesses.filter(({ failure }) => failure !== null);
  const detail = [
    `enough have cosigned ${cosignedSize} of ${counted(size, 'record')}`,
    ...failing.map((witness) => `${witness.name}: ${witness.failure}`),
  ].join('; ');
  if (alarm !== null) {
    const help = 'Stop it, keep the files, and compare them with what the witness shows: docs/witness.md';
    return [{ name, status: 'fail', detail, help }];
  }
  if (have >= need) return [ok(name, detail)];
  return [{ name, status: 'warn', detail, help: 'Ask who runs them; see witnesses in holdpoint.yaml' }];
}

async function checkSecrets(context: Context): Promise<Check> {
  const reader = await context.reader();
  const { connectors } = await reader.get('/connectors', connectorsResponse);
  const { leases } = await reader.get('/leases', leasesResponse);
  const standing = connectors
    .filter(({ admitted }) => admitted?.credential?.issuer === 'static')
    .map(({ id }) => id);
  const living = leases.filter((lease) => lease.standing && lease.status !== 'revoked').length;
  const name = 'standing secrets';
  if (standing.length === 0 && living === 0) return ok(name, 'none');
  const out = counted(living, 'lease gives', 'leases give');
  const detail = `${standing.join(', ') || 'no connector'}; ${out} one out now`;
  return { name, status: 'warn', detail, help: 'Prefer --credential jwt, where the connector can take it' };
}

/** None is no fault: an organisation may trust its models with all. It is said, for somebody to decide. */
async function checkClearances(context: Context): Promise<Check> {
  const name = 'model clearance';
  const reader = await context.reader();
  const { models } = await reader.get('/model-clearances', clearancesSchema);
  const named = Object.keys(models).join(', ');
  if (named === '') {
    const detail = 'none declared: what tools answer is given to every model';
    return { name, status: 'warn', detail, help: 'See: holdpoint model-clearance set --help' };
  }
  const { agents } = await reader.get('/agents', agentsResponse);
  const open = '*' in models ? [] : agents.filter(({ model = null }) => model === null).map(({ id }) => id);
  if (open.length === 0) return ok(name, named);
  const detail = `${named}; nobody said which model is behind ${open.join(', ')}: nothing is kept from it`;
  return {
    name,
    status: 'warn',
    detail,
    help: "Say it with: holdpoint agent model, or clear '*' for little",
  };
}

async function checkChannels(context: Context): Promise<Check[]> {
  const { channels } = await (await context.reader()).get('/channels', channelsResponse);
  if (channels.length === 0) return [];
  const name = 'channels';
  const failing = channels.flatMap((one) =>
    one.failure === null ? [] : [`${one.name}: ${one.failure.code}, try ${one.failure.attempt}`],
  );
  if (failing.length === 0) return [ok(name, counted(channels.length, 'channel'))];
  const help = 'When that is mended, try it with: holdpoint channels test NAME';
  return [{ name, status: 'warn', detail: failing.join('; '), help }];
}

function advisory({ settings }: Place): Check {
  const reach = `an agent that runs as this user can read what this user can, ${settings.home} included`;
  return {
    name: 'same user',
    status: 'warn',
    detail: `${reach}: holds and leases are then advisory`,
    help: 'Run agents as another user: then they are binding',
  };
}

function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail, help: null };
}

function failed(name: string, error: unknown): Check {
  if (!(error instanceof CliError)) throw error;
  return {
    name,
    status: 'fail',
    detail: [error.message, ...error.details.lines].join('; '),
    // Whoever reads this has run it.
    help: error.help?.includes('holdpoint doctor') ? 'What the daemon logs says more' : error.help,
  };
}
