// What it takes to put servers behind Holdpoint: files to write, settings to change, and the commands that
// people run, because only people admit a connector.

import { join } from 'node:path';
import { quote } from '../wrap/connector.ts';
import { editsOf, type Edit } from './edits.ts';
import type { Governable } from './governable.ts';
import { startOf } from './governance-rules.ts';
import type { PackageSpec } from './package-spec.ts';
import type { ServerEntry, Word } from './server-entry.ts';
import type { SourceFile } from './source-file.ts';

export interface Connector {
  readonly id: string;
  readonly agents: readonly string[];
  /** The command line that proposes it. */
  readonly add: string;
  /** Holds the credential that is moved; null: none is. */
  readonly secret: { readonly path: string; readonly value: string } | null;
  /** Null: it is pinned, or downloads nothing. */
  readonly unpinned: PackageSpec | null;
}

export interface Change {
  readonly file: SourceFile;
  readonly name: string;
  readonly edits: readonly Edit[];
}

export interface FixPlan {
  readonly connectors: readonly Connector[];
  readonly changes: readonly Change[];
}

/** A server, and the command that it is to be started with. */
export interface Candidate {
  readonly governable: Governable;
  readonly command: readonly string[];
  readonly unpinned: PackageSpec | null;
}

export interface Target {
  /** Words that start Holdpoint, up to `wrap`. */
  readonly program: readonly string[];
  /** Folder of the state. */
  readonly home: string;
}

/** @param taken ids of connectors that are there already */
export function planFix(candidates: readonly Candidate[], target: Target, taken: readonly string[]): FixPlan {
  const ids = new Map<string, string>();
  const used = new Set(taken);
  const connectors = new Map<string, Connector>();
  const changes = candidates.map((candidate): Change => {
    const { server } = candidate.governable;
    const same = sameness(candidate.governable);
    const id = ids.get(same) ?? freeId(server.name, used);
    ids.set(same, id);
    used.add(id);
    const agent = slug(server.client);
    const before = connectors.get(id);
    const agents = [...new Set([...(before?.agents ?? []), agent])];
    connectors.set(id, before ? { ...before, agents } : connectorOf(id, agents, candidate, target));
    return {
      file: server.file,
      name: server.name,
      edits: editsOf(candidate.governable, wrapped(id, agent, candidate, target)),
    };
  });
  return { connectors: [...connectors.values()], changes };
}

function wrapped(id: string, agent: string, { command }: Candidate, { program }: Target): string[] {
  return [...program, 'wrap', '--as', id, '--agent', agent, '--workflow', id, '--', ...command];
}

/** Equal for entries of several clients that are one server with one account. */
function sameness({ server, credential, settings }: Governable): string {
  const given = settings.map(({ name, text }) => [name, text]);
  const account = credential === null ? null : [credential.setting.name, credential.setting.text];
  return JSON.stringify([server.name.toLowerCase(), startOf(server), given, account]);
}

function connectorOf(
  id: string,
  agents: readonly string[],
  candidate: Candidate,
  { home }: Target,
): Connector {
  const { governable, command, unpinned } = candidate;
  const { server, cwd, credential, settings } = governable;
  const kept = credential !== null && 'kept' in credential.from ? credential.from.kept : null;
  const secret = kept === null ? null : { path: join(home, 'secrets', id), value: kept };
  const words = [
    'holdpoint',
    'connector',
    'add',
    id,
    ...(server.url === null && cwd !== null ? ['--cwd', cwd] : []),
    ...settings.flatMap(({ name, text }) => ['--set', `${name}=${text}`]),
    ...credentialFlags(governable, secret?.path ?? null),
    ...(server.url === null ? ['--', ...command] : ['--url', server.url.text]),
  ];
  return { id, agents, add: words.map(quote).join(' '), secret, unpinned };
}

function credentialFlags({ credential }: Governable, path: string | null): string[] {
  if (credential === null) return [];
  const { as, setting, from } = credential;
  const reference = 'named' in from ? `env:${from.named}` : `file:${path}`;
  return ['--credential', `static:${reference}`, as === 'env' ? '--env' : '--header', setting.name];
}

/** The words of a command with the package pinned. */
export function pinnedCommand(
  command: readonly Word[],
  spec: PackageSpec | null,
  version: string | null,
): string[] {
  return command.map((word) => {
    if (spec === null || version === null || word.start !== spec.word.start) return word.text;
    return word.text.replace(spec.word.text, () => `${spec.name}@${version}`);
  });
}

/** Lower-case letters, digits and hyphens, as ids of connectors are. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48);
  return plain === '' ? 'server' : plain;
}

function freeId(name: string, used: ReadonlySet<string>): string {
  const first = slug(name);
  let id = first;
  for (let number = 2; used.has(id); number += 1) id = `${first}-${number}`;
  return id;
}

export function isFree({ governed, isDisabled }: ServerEntry): boolean {
  return !governed && !isDisabled;
}
