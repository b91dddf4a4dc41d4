// What could be wrong, looked at one by one; each finding says what to do. Nothing is repaired behind
// anybody's back.

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connectorsResponse, leasesResponse } from '../http/contract.ts';
import type { Context } from './context.ts';
import type { Settings } from './deps.ts';
import { CliError } from './exit.ts';
import { exists, type Place } from './home.ts';

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly help: string | null;
}

const MIN_NODE = [20, 19] as const;

export async function checkAll(context: Context): Promise<Check[]> {
  const checks = [checkNode(process.versions.node)];
  const place = await context.place().catch((error: unknown) => error as Error);
  if (place instanceof Error) return [...checks, failed('configuration', place)];
  const { settings } = place;
  return [
    ...checks,
    ok('configuration', place.configFile ?? 'all defaults'),
    await checkHome(settings.home),
    await checkStore(settings),
    await checkCheckpoints(settings),
    ...(await checkDaemon(context)),
    advisory(place),
  ];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recent = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  if (recent) return ok('node', version);
  return { name: 'node', status: 'fail', detail: version, help: `Use Node ${MIN_NODE.join('.')} or newer` };
}

async function checkHome(home: string): Promise<Check> {
  if (!(await exists(home))) {
    return {
      name: 'home',
      status: 'fail',
      detail: `${home} is not there`,
      help: 'Make it with: holdpoint init',
    };
  }
  const open = ((await stat(home)).mode & 0o077) !== 0;
  if (!open) return ok('home', home);
  const help = `Close it with: chmod 700 ${home}`;
  return { name: 'home', status: 'fail', detail: `${home} is open to others`, help };
}

async function checkStore({ store }: Settings): Promise<Check> {
  if (await exists(store.path)) return ok('store', store.path);
  const help = 'Make it with: holdpoint init';
  return { name: 'store', status: 'fail', detail: `${store.path} is not there`, help };
}

async function checkCheckpoints({ store, checkpoints }: Settings): Promise<Check> {
  const name = 'checkpoints';
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

async function checkDaemon(context: Context): Promise<Check[]> {
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
    const head = ok('ledger', `${status.ledger}, ${status.size} records, ${String(status.mode)}`);
    return [ok('daemon', status.url), head, policy, await checkSecrets(context)];
  } catch (error) {
    return [failed('daemon', error)];
  }
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
  const detail = `${standing.join(', ') || 'no connector'}; ${living} leases give one out now`;
  return { name, status: 'warn', detail, help: 'Prefer --credential jwt, where the connector can take it' };
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
    help: error.help,
  };
}
