// Signing in proves the operator's key, and a statement is signed only where it says exactly what the
// person was shown.

import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { encodeBase64Url } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import {
  challengeResponse,
  tokenResponse,
  type LoginStatement,
  type sessionRequest,
} from '../http/contract.ts';
import type { Context } from './context.ts';
import type { OperatorKey } from './deps.ts';
import { CliError } from './exit.ts';
import { operatorKeyPath, readSessionFile } from './home.ts';
import { readPassphrase } from './passphrase.ts';

export interface KeyFlags {
  readonly operator?: string | undefined;
  readonly key?: string | undefined;
  readonly passphraseStdin?: boolean | undefined;
}

/** Finds the operator's key file, asks for its passphrase and opens it. */
export async function unlockKey(
  context: Context,
  flags: KeyFlags,
): Promise<{ readonly key: OperatorKey; readonly path: string }> {
  const { home } = (await context.place()).settings;
  const path = await findKey(context, home, flags);
  const passphrase = await readPassphrase(
    context.io,
    flags.passphraseStdin === true,
    `Passphrase of ${path}`,
  );
  const key = await context.deps.unlockOperatorKey(path, passphrase);
  if (flags.operator === undefined || key.operator === flags.operator) return { key, path };
  throw new CliError(`${path} is the key of ${key.operator}, not of ${flags.operator}`);
}

async function findKey(context: Context, home: string, { operator, key }: KeyFlags): Promise<string> {
  if (key !== undefined) return resolve(context.io.cwd, key);
  const session = operator === undefined ? await readSessionFile(home) : null;
  if (session !== null) return session.keyPath;
  const names = await readKeyNames(home);
  const [only] = names;
  const chosen = operator ?? (names.length === 1 ? only : undefined);
  if (chosen !== undefined && names.includes(chosen)) return operatorKeyPath(home, chosen);
  const here =
    names.length === 0 ? 'there is no operator key here' : `the keys here are of ${names.join(', ')}`;
  throw new CliError(operator === undefined ? here : `there is no key of ${operator} here`, {
    help: operator === undefined ? WHOSE : `${here}. ${WHOSE}`,
  });
}

const WHOSE = 'Say whose: --operator ID, or --key FILE';

async function readKeyNames(home: string): Promise<readonly string[]> {
  const files = await readdir(join(home, 'operators')).catch(() => []);
  return files.filter((name) => name.endsWith(KEY_FILE)).map((name) => name.slice(0, -KEY_FILE.length));
}

const KEY_FILE = '.key.json';

/** A session for the key's operator. */
export async function signIn(context: Context, key: OperatorKey) {
  return (await context.reader()).post('/session', await proveKey(context, key), tokenResponse);
}

/** What shows that the operator's key is here, once. */
export async function proveKey(context: Context, key: OperatorKey): Promise<z.output<typeof sessionRequest>> {
  const reader = await context.reader();
  const { operator } = key;
  const challenged = await reader.post('/session/challenge', { operator }, challengeResponse);
  const { challenge, ledger } = challenged;
  const statement: LoginStatement = { v: 1, type: 'holdpoint/login@v1', ledger, operator, challenge };
  const signature = signValue(key, statement);
  return { operator, challenge, signature };
}

/** Ed25519 over the canonical JSON, base64url. */
export function signValue(key: OperatorKey, value: object): string {
  return encodeBase64Url(key.sign(utf8(canonicalize(value))));
}
