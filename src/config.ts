// One configuration, parsed once and frozen: what the file, the environment and the flags say together,
// or why not.

import { z } from 'zod';
import { channels } from './config/channels.ts';
import { consoleSettings } from './config/console.ts';
import { endpoint, id, path } from './config/terms.ts';
import { fit, readYaml } from './document/document.ts';
import type { Document, Path, Problem } from './document/document.ts';

const issuer = z.strictObject({
  issuer: endpoint.describe('The `iss` of its tokens, exactly'),
  audience: id.exactOptional().describe('The `aud` its tokens must carry; absent: identity.audience'),
  algorithms: z
    .array(
      z.enum([
        'EdDSA',
        'Ed25519',
        'ES256',
        'ES384',
        'ES512',
        'PS256',
        'PS384',
        'PS512',
        'RS256',
        'RS384',
        'RS512',
      ]),
    )
    .min(1)
    .default(['EdDSA', 'ES256', 'RS256'])
    .describe('Signature algorithms it may use; none and shared-key ones do not exist here'),
  jwksUri: endpoint.exactOptional().describe('Where its keys are; absent: found by OpenID Connect discovery'),
  clockSkewSeconds: z.int().min(0).max(300).default(30).describe('How far its clock may be off'),
});

const listen = z
  .strictObject({
    host: z
      .enum(
        ['127.0.0.1', '::1', 'localhost'],
        'must be 127.0.0.1, ::1 or localhost: Holdpoint serves this machine only',
      )
      .default('127.0.0.1')
      .describe('Loopback only. For other machines put a proxy that ends TLS and authenticates in front'),
    port: z.int().min(0).max(65_535).default(4180).describe('TCP port; 0: any free one'),
  })
  .prefault({});

const limits = z
  .strictObject({
    bodyBytes: z.int().min(1024).max(67_108_864).default(1_048_576).describe('Largest request taken'),
    resultBytes: z.int().min(1024).max(268_435_456).default(8_388_608).describe('Largest result passed on'),
    queue: z.int().min(1).max(100_000).default(1024).describe('Requests that may wait for a decision'),
    queueBytes: z
      .int()
      .min(1_048_576)
      .max(4_294_967_296)
      .default(67_108_864)
      .describe('Bytes of arguments and results that may wait with them'),
    calls: z.int().min(1).max(100_000).default(4096).describe('Calls to connectors that may run at once'),
    callSeconds: z.int().min(1).max(3600).default(60).describe('How long a call to a connector may take'),
    holdWaitSeconds: z
      .int()
      .min(0)
      .max(45)
      .default(45)
      .describe('How long a call waits for its hold to be lifted'),
  })
  .prefault({});

const place = (what: string) => z.strictObject({ path: path.exactOptional().describe(what) }).prefault({});

/** A database for several replicas. A password in the configuration would be a secret in a file. */
const databaseUrl = z
  .string()
  .max(4096)
  .refine((text) => /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/.test(text) || isDatabaseUrl(text), {
    message: 'must be env:NAME, file:/path, or a postgres:// URL without a password',
  });

const store = z
  .strictObject({
    path: path.exactOptional().describe('The SQLite file; absent: holdpoint.db in home'),
    url: databaseUrl
      .exactOptional()
      .describe('PostgreSQL instead, for several replicas: env:NAME, file:/path or a URL without a password'),
    poolSize: z.int().min(1).max(100).default(4).describe('Connections to PostgreSQL for reading'),
    statementTimeoutMs: z
      .int()
      .min(100)
      .max(600_000)
      .default(10_000)
      .describe('How long a statement or a lock of PostgreSQL may take'),
  })
  .prefault({})
  .refine(({ path: file, url }) => file === undefined || url === undefined, {
    path: ['path'],
    message: 'names a file and store.url a database: keep the one where the ledger is',
  });

const witnesses = z
  .strictObject({
    quorum: z
      .int()
      .min(1)
      .max(64)
      .exactOptional()
      .describe('Cosignatures that a checkpoint needs to count as witnessed; absent: those of all'),
    periodSeconds: z.int().min(1).max(3600).default(10).describe('How often the newest checkpoint is shown'),
    list: z
      .array(
        z.strictObject({
          vkey: z
            .string()
            .max(512)
            .regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, 'must be a verifier key: name+id+key')
            .describe('Its verifier key, as `holdpoint witness init` prints it'),
          url: endpoint.describe('Its submission prefix: `add-checkpoint` is beneath it'),
        }),
      )
      .max(64)
      .default([])
      .describe('Third parties that cosign checkpoints'),
  })
  .prefault({})
  .refine(({ quorum = 0, list }) => quorum <= list.length, {
    path: ['quorum'],
    message: 'is more than there are witnesses in the list',
  })
  .refine(({ list }) => new Set(list.map(({ vkey }) => vkey)).size === list.length, {
    path: ['list'],
    message: 'has a witness twice: each counts once',
  });

const retention = z
  .strictObject({
    days: z
      .int()
      .min(1)
      .max(36_500)
      .nullable()
      .default(null)
      .describe('Days after its end that the words of a task are erased; null: they are kept'),
  })
  .prefault({});

const transit = z.strictObject({
  url: endpoint.describe('Address of HashiCorp Vault or OpenBao'),
  key: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must be the name of a key of the secrets engine transit')
    .describe('Its key that wraps the one of the payloads'),
  token: z
    .string()
    .max(4096)
    .regex(
      /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
      'must be env:NAME or file:/path, never the token itself',
    )
    .describe('Reference to a token that may encrypt and decrypt with it'),
});

const proposer = z.strictObject({
  url: endpoint.describe('Base address of a server of models: `chat/completions` is beneath it'),
  model: z.string().min(1).max(256).describe('Model that is asked'),
  key: z
    .string()
    .max(4096)
    .regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/, 'must be env:NAME or file:/path, never the key itself')
    .exactOptional()
    .describe('Reference to the key it asks for; absent: none'),
  timeoutSeconds: z.int().min(1).max(600).default(60).describe('How long one question may take'),
});

const keyPlaces = z
  .strictObject({
    path: path
      .exactOptional()
      .describe('Folder of the key files, one for all replicas; absent: keys in home'),
    payload: z
      .strictObject({
        transit: transit
          .exactOptional()
          .describe('Key management service that wraps the key of the payloads; absent: its file alone'),
      })
      .prefault({}),
  })
  .prefault({});

const sections = z.strictObject({
  home: path.default('.holdpoint').describe('Folder of the state; relative to this file'),
  listen,
  store,
  checkpoints: place(
    'Where signed checkpoints are also written, best on another disk; absent: checkpoints in home',
  ),
  identity: z
    .strictObject({
      audience: id.default('holdpoint').describe('The `aud` that tokens for Holdpoint carry'),
      issuers: z.array(issuer).max(64).default([]).describe('OpenID Connect issuers whose tokens are taken'),
    })
    .prefault({}),
  limits,
  keys: keyPlaces,
  retention,
  witnesses,
  wrap: z
    .strictObject({
      agent: id.exactOptional().describe('Agent that `holdpoint wrap` acts as when none is named'),
      workflow: id.exactOptional().describe('Workflow that `holdpoint wrap` opens when no task is given'),
    })
    .prefault({}),
  console: consoleSettings,
  channels,
  proposer: proposer
    .exactOptional()
    .describe('A model that may be asked what tools do, with --model; absent: none, and nothing leaves'),
  policy: z
    .strictObject({
      engine: z
        .enum(['compiled', 'reference'])
        .default('compiled')
        .describe("What evaluates policy: ours, or Cedar's own, which is slower and answers the same"),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    })
    .prefault({}),
});

/** The shape of `holdpoint.yaml`; also what `schemas/holdpoint.schema.json` is made from. */
export const configSchema = sections.refine(isReachable, {
  path: ['channels', 'url'],
  message: 'is missing, and so is console.origin: say where the links in messages lead people',
});

type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;
type Parsed = z.output<typeof configSchema>;

/** The configuration with every default and path filled in. Paths are as written, or beside the file. */
export type Config = Frozen<
  Omit<Parsed, 'store' | 'checkpoints' | 'keys'> & {
    keys: Parsed['keys'] & { path: string };
    store: Parsed['store'] & { path: string };
    checkpoints: { path: string };
  }
>;

/** Values from the command line. */
export interface Flags {
  readonly home?: string | undefined;
}

/** What the environment may set: a variable wins over the file. */
const OVERRIDES = [
  { path: ['home'], variable: 'HOLDPOINT_HOME' },
  { path: ['listen', 'host'], variable: 'HOLDPOINT_HOST' },
  { path: ['listen', 'port'], variable: 'HOLDPOINT_PORT' },
  { path: ['store', 'path'], variable: 'HOLDPOINT_STORE' },
  { path: ['store', 'url'], variable: 'HOLDPOINT_STORE_URL' },
  { path: ['checkpoints', 'path'], variable: 'HOLDPOINT_CHECKPOINTS' },
  { path: ['wrap', 'agent'], variable: 'HOLDPOINT_AGENT' },
  { path: ['wrap', 'workflow'], variable: 'HOLDPOINT_WORKFLOW' },
  { path: ['log', 'level'], variable: 'HOLDPOINT_LOG_LEVEL' },
] as const;

/**
 * Parses the configuration. An empty text is a complete one.
 *
 * @param file path of the file: paths in it are relative to its folder, those of flags and variables to
 *   the caller's
 * @param env the process's environment; an empty variable counts as absent
 * @param flags win over the environment
 */
export function parseConfig(
  text: string,
  file: string,
  env: { readonly [name: string]: string | undefined },
  flags: Flags,
): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const given: Given[] = OVERRIDES.flatMap((override) => {
    const { [override.variable]: set } = env;
    return set ? [{ path: override.path, text: set, origin: override.variable }] : [];
  });
  if (flags.home !== undefined) given.push({ path: ['home'], text: flags.home, origin: '--home' });
  const fitted = fit(given.reduce(overlay, read.value), configSchema);
  if ('problems' in fitted) return fitted;
  const isGiven = (key: string): boolean => given.some((override) => override.path[0] === key);
  return { config: freeze(withPaths(fitted.value, folderOf(file), isGiven)) };
}

/** What leads people somewhere leads them where they can go: never to another machine's loopback. */
function isReachable({ channels: { url, list }, console: { origin } }: z.output<typeof sections>): boolean {
  const toPeople = list.filter(({ kind }) => kind !== 'callback');
  return toPeople.length === 0 || url !== undefined || origin !== undefined;
}

interface Given {
  readonly path: readonly [string] | readonly [string, string];
  readonly text: string;
  readonly origin: string;
}

/** The document with one value from elsewhere in place of its own, and complaints about it sent there. */
function overlay(document: Document, { path: [section, key], text, origin }: Given): Document {
  const root = document.value;
  if (!isMapping(root)) return document;
  const around = root[section] ?? {};
  // What is wrong in the file is not hidden by what stands elsewhere.
  if (key !== undefined && !isMapping(around)) return document;
  const value = key === 'port' && /^\d+$/.test(text) ? Number(text) : text;
  const replaced = isMapping(around) && key !== undefined ? { ...around, [key]: value } : value;
  const isIt = (at: Path): boolean => at[0] === section && (key === undefined || at[1] === key);
  return {
    value: { ...root, [section]: replaced },
    locate: (at, part) => (isIt(at) ? { file: origin, line: 1, column: 1 } : document.locate(at, part)),
  };
}

function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withPaths(parsed: Parsed, folder: string, isGiven: (key: string) => boolean): Config {
  const beside = (key: string, target: string): string =>
    isGiven(key) || isAbsolute(target) ? target : `${folder}${target}`;
  const home = beside('home', parsed.home);
  const { store: kept, checkpoints, keys } = parsed;
  return {
    ...parsed,
    home,
    keys: { ...keys, path: keys.path ? beside('keys', keys.path) : `${home}/keys` },
    store: { ...kept, path: kept.path ? beside('store', kept.path) : `${home}/holdpoint.db` },
    checkpoints: { path: checkpoints.path ? beside('checkpoints', checkpoints.path) : `${home}/checkpoints` },
  };
}

/** The folder of a file with its last separator; empty for a bare name. */
function folderOf(file: string): string {
  return /^.*[\\/]/s.exec(file)?.[0] ?? '';
}

function isAbsolute(target: string): boolean {
  return /^(?:[A-Za-z]:)?[\\/]/.test(target);
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, password } = new URL(text);
  return (protocol === 'postgres:' || protocol === 'postgresql:') && password === '';
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
