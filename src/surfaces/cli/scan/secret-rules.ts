// Secrets that lie in files, who else can read them, and who shares them.

import type { Finding, Related } from '../../../policy/lint/finding.ts';
import type { Span } from './located.ts';
import type { Machine, ReadFile } from './machine.ts';
import { findingOf, type RuleId } from './rule-list.ts';
import { shownSecret, type HeldSecret } from './secret-search.ts';
import type { ServerEntry } from './server-entry.ts';
import type { SourceFile } from './source-file.ts';

const OPEN = 0o044;
const MOVE = 'Move it into a secret store, keep such files out of the repository, and have it replaced';
/** So many of one file are looked for elsewhere. */
const MAX_COMPARED = 1_000;
/** Of one file more are counted, not listed. */
const MAX_LISTED = 20;

export function secretFindings({ files }: Machine): Finding[] {
  return [...files.flatMap(staticSecrets), ...files.flatMap(openFile), ...sharedAccounts(files)];
}

function staticSecrets(read: ReadFile): Finding[] {
  const { file, secrets, kind } = read;
  const found = secrets.slice(0, MAX_LISTED).map((secret) => {
    const message = `${shownSecret(file, secret)} stands in ${whereOf(read, secret)}`;
    // A file of variables is where people expect one; elsewhere a name alone may mean something else.
    const isSure = kind === 'client' || (kind === 'other' && secret.isCertain);
    const level = isSure ? {} : ({ severity: 'warning' } as const);
    return findingOf(
      'static-secret',
      file,
      secret,
      message,
      kind === 'client' ? level : { ...level, help: MOVE },
    );
  });
  const more = secrets.length - found.length;
  if (more <= 0) return found;
  const message = `${more} more stand in this file`;
  return [...found, findingOf('static-secret', file, secrets[MAX_LISTED]!, message, { severity: 'warning' })];
}

function whereOf({ kind, servers }: ReadFile, secret: HeldSecret): string {
  const server = servers.find((one) => isWithin(one, secret));
  if (server !== undefined) return `the settings of ${server.name}`;
  return kind === 'client' ? 'the settings of a client' : 'a file';
}

/** Whether a secret is among what a server is given. */
export function isWithin({ command, url, env, headers }: ServerEntry, { start, end }: Span): boolean {
  const words = [...command, ...env, ...headers, ...(url === null ? [] : [url])];
  return words.some((word) => word.start <= start && end <= word.end);
}

/** Code is there to be read. */
function openFile({ kind, file, secrets }: ReadFile): Finding[] {
  const [first] = secrets;
  if (kind === 'other' || first === undefined || (file.mode & OPEN) === 0 || process.platform === 'win32')
    return [];
  const help = `Close it: chmod 600 ${file.name}`;
  return [findingOf('open-secret-file', file, first, 'other users of this machine can read it', { help })];
}

interface Use {
  readonly user: string;
  readonly file: SourceFile;
  readonly secret: HeldSecret;
}

function sharedAccounts(files: readonly ReadFile[]): Finding[] {
  const uses = new Map<string, Use[]>();
  for (const { file, secrets, servers } of files) {
    for (const secret of secrets.slice(0, MAX_COMPARED)) {
      for (const server of servers.filter((one) => isWithin(one, secret))) {
        const within = server.project === null ? '' : ` in ${server.project}`;
        const user = `${server.name} of ${server.client}${within}`;
        uses.set(secret.digest, [...(uses.get(secret.digest) ?? []), { user, file, secret }]);
      }
    }
  }
  return [...uses.values()].flatMap((all) => {
    const users = [...new Set(all.map(({ user }) => user))];
    const [first, ...others] = all;
    if (first === undefined || users.length < 2) return [];
    const message = `${users.join(' and ')} use the same ${first.secret.kind}`;
    const related = others.map(relatedOf);
    return [findingOf('shared-account' satisfies RuleId, first.file, first.secret, message, { related })];
  });
}

function relatedOf({ user, file, secret }: Use): Related {
  return { source: file.name, region: file.regionOf(secret), message: user };
}
