// Which servers can be put behind Holdpoint as they are, and what a connector has to be told for that. What
// is not certain is left to people, with the reason.

import { isAbsolute } from 'node:path';
import { isWithin } from './secret-rules.ts';
import { memberOf, textIn } from './located.ts';
import type { ReadFile } from './machine.ts';
import { isSecretName } from './secret-search.ts';
import type { ServerEntry, Setting } from './server-entry.ts';

/** The one credential of a server. */
export interface Credential {
  readonly as: 'env' | 'header';
  readonly setting: Setting;
  /** `kept`: a value that is moved. `named`: a variable of the environment that holds it already. */
  readonly from: { readonly kept: string } | { readonly named: string };
}

export interface Governable {
  readonly server: ServerEntry;
  readonly cwd: string | null;
  readonly credential: Credential | null;
  /** Plain settings. */
  readonly settings: readonly Setting[];
}

const VARIABLE = /^\$(?:\{(?:env:)?([A-Za-z_]\w*)\}|\{env:([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/;
const REFERENCE = /\$\{[^}]{0,256}\}|^\$[A-Za-z_]\w*$|%[A-Z_]+%/;

/** What it takes to govern a server, or why it cannot be done here. */
export function governableOf(server: ServerEntry, { secrets }: ReadFile): Governable | string {
  const { command, url, env, headers, cwd, project, node } = server;
  const settings = url === null ? env : headers;
  const words = [...command, ...(url === null ? [] : [url])];
  const type = textIn(memberOf(node, 'type')?.value);
  if (url !== null && !url.text.startsWith('https:')) return 'it is reached without encryption';
  if (type === 'sse' || type === 'remote') return `it is of the type ${type}, which is not converted`;
  if (cwd !== null && !isAbsolute(cwd)) return 'its working folder is not an absolute path';
  const held = secrets.filter((secret) => isWithin(server, secret));
  const inWords = held.some(({ start, end }) => words.some((word) => word.start <= start && end <= word.end));
  if (inWords) return 'a secret stands on its command line: put it into a variable first';
  const reference = words.map(({ text }) => REFERENCE.exec(text)?.[0]).find((one) => one !== undefined);
  if (reference !== undefined)
    return `it uses ${reference}, which only its client knows: write out what it stands for`;
  const isSecret = ({ name, text, start, end }: Setting): boolean =>
    (isSecretName(name) && text !== '') || held.some((secret) => start <= secret.start && secret.end <= end);
  const credentials = settings.filter(isSecret);
  if (credentials.length > 1) return 'it takes several credentials, and Holdpoint gives a server one';
  const [setting] = credentials;
  if (url !== null && setting === undefined) return 'it signs people in by itself, or is open to all';
  const plain = url === null ? settings.filter((one) => !isSecret(one)) : [];
  if (plain.some(({ text }) => REFERENCE.test(text))) return 'a setting of it names a variable of its client';
  const credential = setting === undefined ? null : credentialOf(setting, url === null ? 'env' : 'header');
  if (typeof credential === 'string') return credential;
  return { server, cwd: cwd ?? project, credential, settings: plain };
}

function credentialOf(setting: Setting, as: Credential['as']): Credential | string {
  const bearer = as === 'header' && setting.name.toLowerCase() === 'authorization';
  const [, scheme, rest] = /^(Bearer )?(.*)$/is.exec(setting.text) ?? [];
  if (bearer && scheme === undefined) return 'its Authorization header is no bearer token';
  const value = bearer ? rest! : setting.text;
  const variable = VARIABLE.exec(value)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (variable !== undefined) return { as, setting, from: { named: variable } };
  const [reference] = REFERENCE.exec(value) ?? [];
  // The rest of it may be a secret.
  return reference === undefined
    ? { as, setting, from: { kept: value } }
    : `its credential contains ${reference}, which only its client knows`;
}
