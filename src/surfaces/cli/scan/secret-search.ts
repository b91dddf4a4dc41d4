// A secret is told by its form, or by the name of what holds it. Its value leaves this part of the scan only
// as a digest: what is shown is its kind and how it begins.

import { createHash } from 'node:crypto';
import { classesOf } from '../../../catalog/lexicon/data-classes.ts';
import { wordsOf } from '../../../catalog/words.ts';
import { kindOfMember } from '../../../flow/secret-shape.ts';
import { isChance } from '../../../flow/secret-value.ts';
import { findSecrets, type SecretSpan } from '../../../flow/secrets.ts';
import type { Span } from './located.ts';
import type { ServerEntry, Setting, Word } from './server-entry.ts';
import type { SourceFile } from './source-file.ts';

export interface HeldSecret extends Span {
  readonly kind: string;
  /** Whether its form says so: else only the name before it does. */
  readonly isCertain: boolean;
  /** Equal for equal secrets. */
  readonly digest: string;
  /** What holds it, where that has a name. */
  readonly holder: string | null;
}

/** Kinds that are told by a name. */
const NAMED = new Set(['authorization', 'password', 'api-key', 'url-password']);
const SHOWN = 4;
/** Of a shorter one, its beginning would say too much. */
const MIN_SHOWN = 16;
const SETTINGS = /\.(?:json[c5]?|ya?ml|toml|ini|cfg|conf|config|properties|tfvars|xml|plist)$|rc$/;
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(["']?)([^\s"'#]+)\2/gm;

/** A private key of fewer characters is cut off, or its first line alone. */
const MIN_PRIVATE_KEY = 200;

/** The secrets of a text, in its order, none within another. */
export function secretsInText(text: string): HeldSecret[] {
  const isWhole = ({ start, end, kind }: SecretSpan): boolean =>
    kind !== 'private-key' || end - start >= MIN_PRIVATE_KEY;
  const found = findSecrets(text, []).filter(isWhole);
  return withoutOverlap(found.map(({ start, end, kind }) => held(text, { start, end }, kind, null)));
}

/** Those that a reader of code would take for one: in code, a name alone says little. */
export function secretsInFile(text: string, path: string): HeldSecret[] {
  const secrets = secretsInText(text);
  return SETTINGS.test(path) ? secrets : secrets.filter(({ isCertain }) => isCertain);
}

/** The same of a file of variables, by the names of these too. */
export function secretsInVariables(text: string): HeldSecret[] {
  const settings = Array.from(text.matchAll(ASSIGNMENT), ({ 0: whole, 1: name, 3: value, index }) => {
    const start = index + whole.lastIndexOf(value!);
    return { name: name!, text: value!, start, end: start + value!.length };
  });
  return withoutOverlap([...secretsInText(text), ...settings.flatMap((one) => secretOfSetting(text, one))]);
}

/** The same of settings of servers. */
export function secretsInSettings(text: string, entries: readonly ServerEntry[]): HeldSecret[] {
  const settings = entries.flatMap(({ env, headers, command }) => [...env, ...headers, ...flagsOf(command)]);
  return withoutOverlap([...secretsInText(text), ...settings.flatMap((one) => secretOfSetting(text, one))]);
}

/** `--password X`: a flag and the word after it. */
function flagsOf(command: readonly Word[]): Setting[] {
  return command.flatMap((word, place) => {
    const before = command[place - 1]?.text ?? '';
    return /^--?[a-z]/i.test(before) && !word.text.startsWith('-')
      ? [{ name: before.replace(/^-+/, ''), ...word }]
      : [];
  });
}

/** What a setting with the name of a secret says, whatever it looks like: for what is shown. */
export function namedAsSecret({ env, headers }: ServerEntry): Span[] {
  return [...env, ...headers].filter(({ name }) => isSecretName(name));
}

export function isSecretName(name: string): boolean {
  return classesOf(wordsOf(name)).includes('secret');
}

/** Kind and beginning. */
export function shownSecret({ text }: SourceFile, { start, end, kind }: HeldSecret): string {
  const isLong = end - start >= MIN_SHOWN && kind !== 'private-key';
  return isLong ? `${kind} ${text.slice(start, start + SHOWN)}…` : kind;
}

/** The text with every secret in it covered: as long as before, line by line. */
export function maskSecrets(text: string, secrets: readonly Span[]): string {
  let [masked, at] = ['', 0];
  for (const { start, end } of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    const shown = end - start >= MIN_SHOWN ? SHOWN : 0;
    masked += text.slice(at, start + shown) + text.slice(start + shown, end).replaceAll(/[^\r\n]/g, '*');
    at = end;
  }
  return masked + text.slice(at);
}

function secretOfSetting(text: string, { name, text: value, start, end }: Setting): HeldSecret[] {
  const kind = kindOfMember(name, value) ?? (isSecretName(name) && isChance(value) ? 'api-key' : null);
  if (kind === null) return [];
  // Without the quotes around it, where it is written as it is.
  const inner = text.indexOf(value, start);
  const isPlain = inner !== -1 && inner + value.length <= end;
  const span = isPlain ? { start: inner, end: inner + value.length } : { start, end };
  return [held(text, span, kind, name)];
}

function held(text: string, { start, end }: Span, kind: string, holder: string | null): HeldSecret {
  const digest = createHash('sha256').update(text.slice(start, end)).digest('base64');
  return { start, end, kind, isCertain: !NAMED.has(kind), digest, holder };
}

function withoutOverlap(secrets: readonly HeldSecret[]): HeldSecret[] {
  const kept: HeldSecret[] = [];
  for (const secret of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (secret.start >= (kept.at(-1)?.end ?? 0)) kept.push(secret);
  }
  return kept;
}
