// What the flags of `connector add` say, as the one request they stand for. A secret is named, never given.

import type { ConnectorRequest } from '../http/contract.ts';
import { CliError } from './exit.ts';
import { readSpan } from './span.ts';

export interface AddFlags {
  readonly url?: string;
  readonly cwd?: string;
  readonly set: readonly string[];
  readonly credential?: string;
  readonly audience?: string;
  readonly header?: string;
  readonly env?: string;
  readonly ttl: string;
}

/** Throws `CliError` for flags that contradict each other. */
export function connectorInput(id: string, command: readonly string[], flags: AddFlags): ConnectorRequest {
  return { id, upstream: upstreamOf(command, flags), credential: credentialOf(id, flags) };
}

function upstreamOf(command: readonly string[], { url, cwd, set }: AddFlags): ConnectorRequest['upstream'] {
  const [program, ...args] = command;
  if ((url === undefined) === (program === undefined)) {
    throw new CliError('say how to reach it: either --url URL, or its command after --', {
      help: 'holdpoint connector add files -- npx -y @modelcontextprotocol/server-filesystem /srv/files',
    });
  }
  if (url !== undefined) return { transport: 'http', url };
  const env = Object.fromEntries(set.map(readSetting));
  return { transport: 'stdio', command: program!, args, cwd: cwd ?? null, env };
}

function readSetting(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new CliError(`--set takes NAME=VALUE, not ${text}`);
}

function credentialOf(id: string, flags: AddFlags): ConnectorRequest['credential'] {
  const { credential, url, header, env } = flags;
  if (credential === undefined) return null;
  const reference = /^static:(.+)$/.exec(credential)?.[1] ?? null;
  if (credential !== 'jwt' && reference === null) {
    throw new CliError('--credential is jwt, static:env:NAME or static:file:/path');
  }
  if (header !== undefined && env !== undefined) throw new CliError('either --header or --env, not both');
  if (url === undefined && env === undefined) {
    throw new CliError('a server that Holdpoint starts gets its credential in a variable: --env NAME');
  }
  if (url !== undefined && env !== undefined)
    throw new CliError('a server at a URL gets its credential in a header');
  const name = header ?? 'Authorization';
  const prefix = name.toLowerCase() === 'authorization' ? 'Bearer ' : '';
  return {
    issuer: reference === null ? 'jwt' : 'static',
    audience: flags.audience ?? url ?? `connector:${id}`,
    ttlSeconds: readSpan(flags.ttl, '--ttl'),
    inject: env === undefined ? { as: 'header', name, prefix } : { as: 'env', name: env, prefix: '' },
    reference,
  };
}
