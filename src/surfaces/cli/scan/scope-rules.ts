// What a server may reach, and what its client lets it do without asking.

import type { Finding } from '../../../policy/lint/finding.ts';
import { memberOf, type Located, type Member } from './located.ts';
import type { Machine, ReadFile, Surroundings } from './machine.ts';
import { serversOf } from './machine.ts';
import { findingOf } from './rule-list.ts';
import type { ServerEntry, Word } from './server-entry.ts';

/** What a word of a command line gives away; null: nothing. */
type Judge = (word: Word, before: Word | undefined, home: string) => string | null;

const EVERYTHING = /^(?:\/|[A-Za-z]:[\\/]?|\/home|\/Users|[A-Za-z]:[\\/]Users[\\/]?)$/;
const HOME = /^(?:~|\$HOME|\$\{(?:env:)?(?:HOME|userHome|USERPROFILE)\}|%USERPROFILE%)[\\/]?$/;
const ALL = /^(?:\*|all|admin|administrator|full|root|owner|superuser|full[-_ ]?access|.*[:./]\*|admin:.*)$/i;
const SCOPES = /(?:scopes?|permissions?|roles?|access|toolsets?|privileges?|allowed[-_]\w+)$/i;
const UNASKED =
  /^--?(?:dangerously|yolo|skip[-_]permissions|auto[-_]?(?:approve|accept|confirm)|no[-_]confirm)/i;
const BOUNDLESS =
  /^--(?:allow|grant|enable)[-_]all(?:$|[-_=])|^--(?:unrestricted|no[-_]sandbox|full[-_]access)$/i;

const JUDGES: readonly Judge[] = [
  ({ text }) =>
    /docker\.sock/.test(text) ? 'the control of all containers, and by it of the machine' : null,
  ({ text }) => (/^--privileged(?:=true)?$/.test(text) ? 'every device of the machine' : null),
  ({ text }, before) =>
    /^--(?:network|net|pid|ipc|uts)=host$/.test(text) ||
    (text === 'host' && /^--(?:network|net|pid|ipc|uts)$/.test(before?.text ?? ''))
      ? 'a namespace of the machine'
      : null,
  ({ text }, before, home) => (before === undefined ? null : folderGiven(text, home)),
  ({ text }) => (BOUNDLESS.test(text) ? 'everything, by a flag that takes the bounds away' : null),
  ({ text }, before) => {
    const [, flag, value] = /^(--?[\w-]+)=(.+)$/s.exec(text) ?? [null, before?.text, text];
    return scopesGiven((flag ?? '').replace(/^-+/, ''), flag?.startsWith('-') === true, value ?? '');
  },
];

export function scopeFindings(machine: Machine, { home }: Surroundings): Finding[] {
  return [
    ...serversOf(machine).flatMap((server) => [...broad(server, home), ...approvals(server)]),
    ...machine.files.flatMap(clientApprovals),
  ];
}

function broad({ name, file, command, env }: ServerEntry, home: string): Finding[] {
  const given = command.flatMap((word, at) => {
    const what = JUDGES.map((judge) => judge(word, command[at - 1], home)).find((one) => one !== null);
    return what === undefined ? [] : [{ word, what }];
  });
  const scopes = env.flatMap((word) => {
    const what = scopesGiven(word.name, true, word.text);
    return what === null ? [] : [{ word, what }];
  });
  return [...given, ...scopes].map(({ word, what }) =>
    findingOf('broad-scope', file, word, `${name} is given ${what}`),
  );
}

/** Of an argument, or of what a container mounts. */
function folderGiven(text: string, home: string): string | null {
  const path = /(?:^|[=,])(?:source|src)=([^,]+)/.exec(text)?.[1] ?? text.replace(/^--?[\w-]+=/, '');
  const isMount = /^(?:\/|~|\$\{?HOME\}?|[A-Za-z]:[\\/])[^:]*:\//.test(path);
  const folder = isMount ? path.slice(0, path.indexOf(':/')) || '/' : path;
  if (EVERYTHING.test(folder)) return `all of ${folder}`;
  const isHome = HOME.test(folder) || folder.replace(/[\\/]+$/, '') === home;
  return isHome ? 'the whole home folder, with its keys and settings' : null;
}

function scopesGiven(name: string, isNamed: boolean, value: string): string | null {
  if (!isNamed || !SCOPES.test(name)) return null;
  const all = value.split(/[\s,;]+/).find((scope) => ALL.test(scope));
  return all === undefined ? null : `${name} ${all}`;
}

/** What is governed is decided on all the same. */
function approvals({ name, file, approvals: listed, command, governed }: ServerEntry): Finding[] {
  if (governed) return [];
  const flags = command.filter(({ text }) => UNASKED.test(text));
  return [...listed, ...flags].map((word) =>
    findingOf('auto-approval', file, word, `${name} may do this unasked: ${word.text}`),
  );
}

/** Of a client as a whole. */
function clientApprovals({ kind, file, root }: ReadFile): Finding[] {
  if (kind !== 'client' || root === null) return [];
  return [root, memberOf(root, 'permissions')?.value].flatMap((node) =>
    membersOf(node)
      .filter(({ key, value }) => value.kind === 'scalar' && isUnasked(key, value.value))
      .map(({ key, keySpan }) =>
        findingOf('auto-approval', file, keySpan, `every tool may be used unasked: ${key}`),
      ),
  );
}

function membersOf(node: Located | undefined): readonly Member[] {
  return node?.kind === 'map' ? node.members : [];
}

function isUnasked(key: string, value: string | boolean): boolean {
  if (value === true) return /auto[._-]?(?:approve|accept)(?:[._-]?all)?$|^yolo/i.test(key);
  return typeof value === 'string' && /^(?:bypassPermissions|danger-full-access|yolo)$/.test(value);
}
