// One configuration, parsed once and frozen: what the file, the environment and the flags say together,
// or why not.

import { z } from 'zod';
import { fit, readYaml } from './workflow/document.ts';
import type { Document, Path, Problem } from './workflow/document.ts';

const path = z.string().min(1).max(4096);
const id = z.string().min(1).max(128);

/** An absolute URL over TLS, or to this machine; a user or password in it would be a secret in a file. */
const endpoint = z.string().refine((text) => isEndpoint(text), {
  message: 'must be an https URL (http for this machine only) without user, password or fragment',
});

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

/** The shape of `holdpoint.yaml`; also what `schemas/holdpoint.schema.json` is made from. */
export const configSchema = z.strictObject({
  home: path.default('.holdpoint').describe('Folder of the state; relative to this file'),
  listen,
  store: place('The SQLite file; absent: holdpoint.db in home'),
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
  wrap: z
    .strictObject({
      agent: id.exactOptional().describe('Agent that `holdpoint wrap` acts as when none is named'),
      workflow: id.exactOptional().describe('Workflow that `holdpoint wrap` opens when no task is given'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    })
    .prefault({}),
});

type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;
type Parsed = z.output<typeof configSchema>;

/** The configuration with every default and path filled in. Paths are as written, or beside the file. */
export type Config = Frozen<
  Omit<Parsed, 'store' | 'checkpoints'> & { store: { path: string }; checkpoints: { path: string } }
>;

/** Values from the command line, by name of the flag without its dashes. */
export type Flags = { readonly [Name in Override['flag']]?: string | undefined };

type Override = (typeof OVERRIDES)[number];

/** What the environment and the flags may set: a flag wins over its variable, and that over the file. */
const OVERRIDES = [
  { path: ['home'], variable: 'HOLDPOINT_HOME', flag: 'home' },
  { path: ['listen', 'host'], variable: 'HOLDPOINT_HOST', flag: 'host' },
  { path: ['listen', 'port'], variable: 'HOLDPOINT_PORT', flag: 'port' },
  { path: ['store', 'path'], variable: 'HOLDPOINT_STORE', flag: 'store' },
  { path: ['checkpoints', 'path'], variable: 'HOLDPOINT_CHECKPOINTS', flag: 'checkpoints' },
  { path: ['wrap', 'agent'], variable: 'HOLDPOINT_AGENT', flag: 'agent' },
  { path: ['wrap', 'workflow'], variable: 'HOLDPOINT_WORKFLOW', flag: 'workflow' },
  { path: ['log', 'level'], variable: 'HOLDPOINT_LOG_LEVEL', flag: 'log-level' },
] as const;

/**
 * Parses the configuration. An empty text is a complete one.
 *
 * @param file path of the file: paths in it are relative to its folder, those of flags and variables to
 *   the caller's
 * @param env the process's environment; an empty variable counts as absent
 */
export function parseConfig(
  text: string,
  file: string,
  env: { readonly [name: string]: string | undefined },
  flags: Flags,
): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const given = OVERRIDES.flatMap((override) => {
    const [flag, variable] = [flags[override.flag], env[override.variable]];
    if (flag !== undefined) return [{ path: override.path, text: flag, origin: `--${override.flag}` }];
    return variable ? [{ path: override.path, text: variable, origin: override.variable }] : [];
  });
  const fitted = fit(given.reduce(overlay, read.value), configSchema);
  if ('problems' in fitted) return fitted;
  const isGiven = (key: string): boolean => given.some((override) => override.path[0] === key);
  return { config: freeze(withPaths(fitted.value, folderOf(file), isGiven)) };
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
  const { store, checkpoints } = parsed;
  return {
    ...parsed,
    home,
    store: { path: store.path ? beside('store', store.path) : `${home}/holdpoint.db` },
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

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && !username && !password && !hash;
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
