// One form for a server in the settings of any client: how it is started or reached, what it is given, and
// where each part of that stands.

import { SERVER_PATHS } from './clients.ts';
import { memberOf, textIn } from './located.ts';
import type { Located, LocatedMap, Member, Span } from './located.ts';
import { wrapIn } from './own-command.ts';
import type { SourceFile } from './source-file.ts';

export interface Word extends Span {
  readonly text: string;
}

/** A variable or a header with its value. */
export interface Setting extends Word {
  readonly name: string;
}

export interface ServerEntry {
  readonly client: string;
  /** The project whose agent alone has it; null: every agent of the client. */
  readonly project: string | null;
  readonly file: SourceFile;
  readonly name: string;
  readonly nameSpan: Span;
  readonly node: LocatedMap;
  /** The program and its arguments; of a governed server those behind `wrap --`. Empty: `url` it is. */
  readonly command: readonly Word[];
  /** Whether it is started by `holdpoint wrap`. */
  readonly governed: boolean;
  /** The connector that `wrap` names; null where it names none. */
  readonly connector: string | null;
  readonly cwd: string | null;
  readonly url: Word | null;
  readonly env: readonly Setting[];
  readonly headers: readonly Setting[];
  readonly approvals: readonly Word[];
  readonly isDisabled: boolean;
}

const PROGRAM = ['command', 'cmd'];
const URLS = ['url', 'serverUrl', 'httpUrl', 'uri'];
const VARIABLES = ['env', 'envs', 'environment'];
const HEADERS = ['headers', 'http_headers', 'requestOptions'];
const APPROVALS = ['alwaysAllow', 'autoApprove', 'trust', 'autoApproveAll', 'always_allow'];
const MAX_SERVERS = 1_000;

/**
 * The servers of a file of settings, in its order.
 *
 * @param project whose file it is; null: the person's own
 */
export function serversIn(
  client: string,
  project: string | null,
  file: SourceFile,
  root: Located,
): ServerEntry[] {
  const found = SERVER_PATHS.flatMap((path) => under(root, path, project));
  const entries = found.flatMap((at) =>
    named(at.at).flatMap(({ name, nameSpan, node }) => {
      const entry = readEntry(node);
      return entry === null ? [] : [{ client, project: at.project, file, name, nameSpan, node, ...entry }];
    }),
  );
  return entries.slice(0, MAX_SERVERS);
}

interface Found {
  readonly at: Located;
  readonly project: string | null;
}

function under(at: Located, [step, ...rest]: readonly string[], project: string | null): Found[] {
  if (step === undefined) return [{ at, project }];
  if (at.kind !== 'map') return [];
  if (step === '*') return at.members.flatMap(({ key, value }) => under(value, rest, key));
  const member = memberOf(at, step);
  return member === undefined ? [] : under(member.value, rest, project);
}

/** Of a mapping from names, or of a list whose items have one. */
function named(at: Located) {
  if (at.kind === 'map') {
    return at.members.flatMap(({ key: name, keySpan: nameSpan, value: node }) =>
      node.kind === 'map' ? [{ name, nameSpan, node }] : [],
    );
  }
  const items = at.kind === 'list' ? at.items : [];
  return items.flatMap((node) => {
    const name = memberOf(node, 'name');
    const text = textIn(name?.value);
    return node.kind !== 'map' || text === null ? [] : [{ name: text, nameSpan: name!.value, node }];
  });
}

type Entry = Omit<ServerEntry, 'client' | 'project' | 'file' | 'name' | 'nameSpan' | 'node'>;

function readEntry(node: LocatedMap): Entry | null {
  const written = [...wordsOf(memberOf(node, ...PROGRAM)?.value), ...wordsOf(memberOf(node, 'args')?.value)];
  const [url = null] = wordsOf(memberOf(node, ...URLS)?.value);
  if (written.length === 0 && url === null) return null;
  return {
    ...unwrap(written),
    cwd: textIn(memberOf(node, 'cwd')?.value),
    url,
    env: settingsOf(memberOf(node, ...VARIABLES)),
    headers: settingsOf(memberOf(node, ...HEADERS)),
    approvals: APPROVALS.flatMap((name) => approvalsOf(memberOf(node, name))),
    isDisabled: isSet(node, 'disabled', true) || isSet(node, 'enabled', false),
  };
}

/** What is governed runs behind `holdpoint … wrap … --`. */
function unwrap(written: readonly Word[]): Pick<Entry, 'command' | 'governed' | 'connector'> {
  const texts = written.map(({ text }) => text);
  const wrap = wrapIn(texts);
  const end = wrap === -1 ? -1 : texts.indexOf('--', wrap);
  if (end === -1) return { command: written, governed: false, connector: null };
  const flags = texts.slice(wrap, end);
  const as = flags.indexOf('--as');
  return {
    command: written.slice(end + 1),
    governed: true,
    connector: as === -1 ? null : (flags[as + 1] ?? null),
  };
}

function wordsOf(node: Located | undefined): Word[] {
  const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => {
    const text = textIn(item);
    return text === null || text === '' ? [] : [{ text, start: item.start, end: item.end }];
  });
}

function settingsOf(member: Member | undefined): Setting[] {
  const node = member?.value;
  // Some clients nest the headers in the options of their requests.
  const nested = memberOf(node, 'headers');
  if (nested !== undefined) return settingsOf(nested);
  const members = node?.kind === 'map' ? node.members : [];
  return members.flatMap(({ key: name, value }) => wordsOf(value).map((word) => ({ name, ...word })));
}

function approvalsOf(member: Member | undefined): Word[] {
  if (member === undefined) return [];
  const { key, value } = member;
  if (value.kind === 'scalar') return value.value === true ? [{ text: key, ...member.keySpan }] : [];
  return wordsOf(value);
}

function isSet(node: LocatedMap, name: string, wanted: boolean): boolean {
  const value = memberOf(node, name)?.value;
  return value?.kind === 'scalar' && value.value === wanted;
}
