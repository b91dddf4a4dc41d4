// What the flags of `connector add` say, as the one request they stand for. A secret is named, never given.

import { CONNECTOR_ID } from '../../../catalog/name.ts';
import type { ConnectorRequest } from '../../http/contract/connector.ts';
import { CliError } from '../exit.ts';
import { readSpan } from '../render/span.ts';

export interface AddFlags {
  readonly url?: string;
  readonly openapi?: string;
  readonly cwd?: string;
  readonly set: readonly string[];
  readonly credential?: string;
  readonly audience?: string;
  readonly header?: string;
  readonly query?: string;
  readonly env?: string;
  readonly ttl: string;
  readonly model?: true;
}

/**
 * Throws `CliError` for flags that contradict each other.
 *
 * @param absolute a path as the daemon finds it
 */
export function connectorInput(
  id: string,
  command: readonly string[],
  flags: AddFlags,
  absolute: (path: string) => string,
): ConnectorRequest {
  if (!CONNECTOR_ID.test(id)) {
    throw new CliError(`a connector cannot be called ${id.slice(0, 80)}`, {
      help: 'Take lower-case letters, digits and hyphens, at most 63, and no hyphen first.',
    });
  }
  const asked = flags.model === true ? { model: true } : {};
  return {
    id,
    upstream: upstreamOf(command, flags, absolute),
    credential: credentialOf(id, flags),
    ...asked,
  };
}

function upstreamOf(
  command: readonly string[],
  { url, openapi, cwd, set }: AddFlags,
  absolute: (path: string) => string,
): ConnectorRequest['upstream'] {
  const [program, ...args] = command;
  if (openapi !== undefined && url === undefined) {
    throw new CliError('say where the API is, too: --url URL', {
      help: 'holdpoint connector add shop --openapi openapi.yaml --url https://api.example.com/v1',
    });
  }
  if ((url === undefined) === (program === undefined)) {
    throw new CliError('say how to reach it: either --url URL, or its command after --', {
      help: 'holdpoint connector add files -- npx -y @modelcontextprotocol/server-filesystem /srv/files',
    });
  }
  if (url !== undefined && openapi !== undefined) {
    return { transport: 'openapi', url, document: absolute(openapi) };
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
  const { credential, url, openapi, header, query, env } = flags;
  if (credential === undefined) return null;
  const reference = /^static:(.+)$/.exec(credential)?.[1] ?? null;
  if (credential !== 'jwt' && reference === null) {
    throw new CliError('--credential is jwt, static:env:NAME or static:file:/path');
  }
  if ([header, query, env].filter((one) => one !== undefined).length > 1) {
    throw new CliError('one of --header, --query and --env');
  }
  if (query !== undefined && openapi === undefined) {
    throw new CliError('only an API that --openapi describes gets its credential in a query');
  }
  if (url === undefined && env === undefined) {
    throw new CliError('a server that Holdpoint starts gets its credential in a variable: --env NAME');
  }
  if (url !== undefined && env !== undefined)
    throw new CliError('a server at a URL gets its credential in a header');
  return {
    issuer: reference === null ? 'jwt' : 'static',
    audience: flags.audience ?? url ?? `connector:${id}`,
    ttlSeconds: readSpan(flags.ttl, '--ttl'),
    inject: injectionOf(flags),
    reference,
  };
}

function injectionOf({ header, query, env }: AddFlags): CredentialRequest['inject'] {
  if (env !== undefined) return { as: 'env', name: env, prefix: '' };
  if (query !== undefined) return { as: 'query', name: query, prefix: '' };
  const [name = 'Authorization', said] = (header ?? 'Authorization').split(/:\s*/);
  const prefix = name.toLowerCase() === 'authorization' ? 'Bearer ' : '';
  return { as: 'header', name, prefix: said ?? prefix };
}

type CredentialRequest = NonNullable<ConnectorRequest['credential']>;
