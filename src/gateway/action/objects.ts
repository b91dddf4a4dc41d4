// Which objects of a connector a call names is read from the arguments that a person admitted as what it
// addresses, and only ever committed to, under a key of the connector's own: equal for every task. Whom an
// account or a mailbox belongs to is the same at every connector, under a key of the organisation.

import { madeIn } from '../../flow/grounding/made.ts';
import { partyKeysOf, type PartyKey } from '../../flow/grounding/party.ts';
import { valuesOf } from '../../kernel/action/argument-role.ts';
import { OTHERS } from '../../kernel/chain/usage.ts';
import { altersThings, setsUp } from '../../kernel/effect.ts';
import type { Json } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { State, Tool } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { keyFor, loadKey } from '../loop/loading.ts';
import type { LedgerStore, WrappedKey } from '../ports.ts';
import type { Vault } from '../ports/vault.ts';
import { isPaid, keysOfApproved, keysOfName, keysOfNumber, namesSetUp } from './called.ts';
import type { ResultNames } from './result-names.ts';

/** One tool writes into what it calls a path, another reads what it calls a selector. */
const ADDRESSES: readonly ArgumentRole[] = ['selector', 'path', 'identity', 'destination'];
/** Who acts, and who receives. */
const PARTIES: readonly ArgumentRole[] = ['identity', 'destination'];
/** More of one call are not told apart: they stand as `OTHERS`. */
const MAX_OBJECTS = 64;

/** What every commitment begins with; the rest may stand in the name of a stream. */
const PREFIX = 'hmac-sha256:';

export interface Named {
  /** Commitments to the objects that a call names, each once. */
  readonly objects: readonly string[];
  /** The same of those who act or receive by its arguments, however they are written. */
  readonly parties: readonly string[];
  /** The same of the names that it gives what it sets up. */
  readonly names: readonly string[];
  /** Other forms of what it names: those that a change is known by, or an approval looks for. */
  readonly forms: readonly string[];
}

export const NOTHING_NAMED: Named = { objects: [], parties: [], names: [], forms: [] };

/** How the names of a connector are committed to. */
export interface Committing {
  readonly object: (name: string) => string;
  readonly party: (party: PartyKey) => string;
}

interface Keeping {
  readonly vault: Vault;
  readonly store: Pick<LedgerStore, 'key'>;
}

/** What a call names; nothing where the connector has no key. */
export async function describeObjects(
  { connectors, ...core }: Pick<State, 'connectors'> & Keeping,
  {
    connector,
    tool,
    arguments: input,
  }: { readonly connector: string; readonly tool: string; readonly arguments: Json },
): Promise<Named> {
  const admitted = entryOf(entryOf(connectors, connector)?.admitted?.tools ?? {}, tool);
  if (admitted === null) return NOTHING_NAMED;
  await loadKey(core, scopeOfNames(connector));
  await loadKey(core, ORGANISATION);
  const commit = committingTo(core.vault, connector);
  return commit === null ? NOTHING_NAMED : namesIn({ ...admitted, name: tool }, input, commit);
}

/** Under the keys that are in memory; null where the connector has none. */
function committingTo(vault: Pick<Vault, 'commit' | 'has'>, connector: string): Committing | null {
  const scope = scopeOfNames(connector);
  if (!vault.has(scope)) return null;
  // A connector that was proposed before there was such a key knows its own alone.
  const everywhere = vault.has(ORGANISATION) ? ORGANISATION : scope;
  return {
    object: (name) => vault.commit(scope, 'object', utf8(name)).slice(PREFIX.length),
    party: ({ key, isEverywhere }) =>
      vault.commit(isEverywhere ? everywhere : scope, 'party', utf8(key)).slice(PREFIX.length),
  };
}

/** Commitments to the names that a result gives its objects; past the bound, they may be any. */
export function objectsNamed(
  vault: Pick<Vault, 'commit' | 'has'>,
  connector: string,
  { names, isCut }: ResultNames,
): readonly string[] {
  const commit = isCut ? null : committingTo(vault, connector);
  if (commit === null) return isCut || names.length > 0 ? [OTHERS] : [];
  return [...new Set(names.flatMap((name) => [name, canonicalName(name)]))].map(commit.object);
}

/** To what one object is called in any spelling; null where the connector has no key in memory. */
export function commitName(vault: Pick<Vault, 'commit' | 'has'>, connector: string, name: string) {
  return committingTo(vault, connector)?.object(canonicalName(name)) ?? null;
}

/** What a call writes into, as its arguments say; what is sent does not stand in whom it goes to. */
export function placesIn({ effects, profile }: Pick<Tool, 'effects' | 'profile'>, input: Json): string[] {
  const roles = effects.includes('send') ? ADDRESSES.filter((role) => !PARTIES.includes(role)) : ADDRESSES;
  return roles.flatMap((role) => valuesOf(profile, role, input)).flatMap(textsIn);
}

/** Brings the key of what a connector's objects are committed to under into memory, where there is one. */
export function loadNames(core: Keeping, connector: string): Promise<void> {
  return loadKey(core, scopeOfNames(connector));
}

/** Whether that key is in memory. */
export function hasNames(vault: Pick<Vault, 'has'>, connector: string): boolean {
  return vault.has(scopeOfNames(connector));
}

/** What arguments call the objects of a connector, each once and committed to. */
export function namesIn(
  { name, effects, profile }: Pick<Tool, 'effects' | 'profile'> & { readonly name: string },
  input: Json,
  commit: Committing,
): Named {
  const valued = (roles: readonly ArgumentRole[]): readonly Json[] =>
    roles.flatMap((role) => valuesOf(profile, role, input));
  const objects = valued(ADDRESSES).flatMap((one) => (typeof one === 'object' ? [] : textsIn(one)));
  const formsOf = formsFor(effects);
  const forms = formsOf === null ? [] : bounded(objects, (text) => formsOf(name, text).map(commit.party));
  const called = setsUp(effects) ? namesSetUp(name, input) : [];
  const isNobody = called.length > 0 && !isPaid(name, input);
  const names = bounded(called, (text) => keysOfName(text).map(commit.party));
  return {
    objects: bounded(objects, (text) => [text, canonicalName(text)].map(commit.object)),
    // By the canonical name older records know them.
    parties: bounded(valued(PARTIES).flatMap(textsIn), (text) => [
      commit.object(canonicalName(text)),
      ...partyKeysOf(text).map(commit.party),
    ]),
    names: isNobody ? [] : names,
    forms: isNobody ? [...names, ...forms] : forms,
  };
}

/** Null: it neither changes nor approves anything. */
function formsFor(effects: Tool['effects']): typeof keysOfNumber | null {
  if (effects.includes('approve')) return keysOfApproved;
  return altersThings(effects) ? keysOfNumber : null;
}

/** How its answers call what a call made, committed to as who acts or receives is; empty: they do not. */
export function describeMade(
  { vault }: { readonly vault: Pick<Vault, 'commit' | 'has'> },
  { connector, tool }: { readonly connector: string; readonly tool: string },
  answers: readonly Json[],
): readonly string[] {
  const commit = committingTo(vault, connector);
  return commit === null ? [] : madeNames(tool, answers, commit);
}

/** The same under other keys. */
export function madeNames(
  tool: string,
  answers: readonly Json[],
  { party }: Pick<Committing, 'party'>,
): readonly string[] {
  const ids = answers.flatMap((answer) => madeIn(tool, answer));
  return bounded(ids, (id) => [...partyKeysOf(id), ...keysOfNumber(tool, id)].map(party));
}

function bounded(texts: readonly string[], commit: (text: string) => readonly string[]): readonly string[] {
  const known = [...new Set(texts.map((text) => text.trim()))];
  const told = [...new Set(known.slice(0, MAX_OBJECTS).flatMap(commit))];
  return known.length > MAX_OBJECTS ? [...told, OTHERS] : told;
}

/** Of one that has members, of all of them. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'object') return value === null ? [] : Object.values(value).flatMap(textsIn);
  return typeof value === 'boolean' ? [] : [String(value)];
}

/** Systems take spellings of a path for the same: joining too many of them only adds to what one carries. */
function canonicalName(text: string): string {
  const steps: string[] = [];
  for (const step of text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/[/\\]+/)) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  // Of what is nothing but steps, the root remains.
  return steps.length === 0 ? '/' : steps.join('/');
}

/** The keys that a connector's names are committed to under, as far as there are none yet. */
export async function keysForObjects(core: Keeping, connector: string): Promise<WrappedKey[]> {
  return [...(await keyFor(core, scopeOfNames(connector))), ...(await keyFor(core, ORGANISATION))];
}

/** The scope of what means the same at all connectors. */
const ORGANISATION = 'org';

export function scopeOfNames(connector: string): string {
  return `connector/${connector}`;
}
