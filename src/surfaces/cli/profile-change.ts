// What is known of a tool, and what of that is otherwise than it was: old beside new, whoever it comes from.

import { readFields } from '../../catalog/intake/fields.ts';
import type { Json } from '../../kernel/json.ts';
import type { KeptTool } from '../../kernel/org/keeping.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { excerpt } from './render/printable.ts';

type Known = Pick<KeptTool, 'effects' | 'profile'>;
/** What it is about, and the words for it. */
export type Row = readonly [label: string, text: string];

/** More places than these are counted: `--json` has all. */
const MOST_PLACES = 12;

/** Nothing where both say the same. */
export function changesBetween(before: Known, after: Known): Row[] {
  const rows: (readonly [string, string, string])[] = [
    ['effects', before.effects.toSorted().join(', '), after.effects.toSorted().join(', ')],
    ['goes', before.profile.egress, after.profile.egress],
    ['results', labelsText(before.profile.output), labelsText(after.profile.output)],
  ];
  return [
    ...rows.flatMap(([label, then, now]): Row[] => (then === now ? [] : [[label, `${then} → ${now}`]])),
    ...membersChanged('arguments', before.profile.roles, after.profile.roles, (role) => role),
    ...membersChanged('fields', before.profile.fields ?? {}, after.profile.fields ?? {}, fieldText),
    ...membersChanged('sets off', triggersOf(before.profile), triggersOf(after.profile), triggerText),
    ...membersChanged(
      'reads back',
      readingOf(before.profile),
      readingOf(after.profile),
      () => 'asked after it',
    ),
    ...membersChanged('checks', checksOf(before.profile), checksOf(after.profile), () => 'compared'),
  ];
}

function membersChanged<Member>(
  label: string,
  before: { readonly [key: string]: Member },
  after: { readonly [key: string]: Member },
  word: (member: Member) => string,
): Row[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const said = (members: typeof before, key: string): string =>
    Object.hasOwn(members, key) ? word(members[key]!) : 'nothing';
  const changed = keys
    .map((key) => [key, said(before, key), said(after, key)] as const)
    .filter(([, then, now]) => then !== now);
  return changed.map(([key, then, now]) => [label, `${excerpt(key, 60)}: ${then} → ${now}`]);
}

/** All that is known of a tool that nobody has seen before, but for its effects and how far they go. */
export function factsOf({ profile }: Known, inputSchema: Json): Row[] {
  const { roles, output, fields = {} } = profile;
  const pointers = readFields(inputSchema).fields.map(({ pointer }) => pointer);
  const kept = Object.keys(roles).filter((pointer) => !pointers.includes(pointer));
  const open = pointers.filter((pointer) => !Object.hasOwn(roles, pointer));
  const rows: Row[] = [
    ['arguments', grouped(Object.entries(roles))],
    ['of before', places(kept)],
    ['no role', places(open)],
    ['results', labelsText(output)],
    ['written by', grouped(Object.entries(fields).map(([pointer, { writer }]) => [pointer, writer]))],
    ['sets off', Object.values(triggersOf(profile)).map(triggerText).join('; ')],
    ['checks', Object.keys(checksOf(profile)).join('; ')],
    ['reads back', Object.keys(readingOf(profile)).join('; ')],
  ];
  return rows.filter(([, text]) => text !== '');
}

/** Such as `destination /to, /cc; content /body`. */
export function grouped(pairs: readonly (readonly [pointer: string, word: string])[]): string {
  const words = [...new Set(pairs.map(([, word]) => word))];
  const of = (word: string): string[] =>
    pairs.flatMap(([pointer, other]) => (other === word ? [pointer] : []));
  return words.map((word) => `${word} ${places(of(word))}`).join('; ');
}

function places(pointers: readonly string[]): string {
  const shown = pointers.slice(0, MOST_PLACES).map((pointer) => excerpt(pointer, 60));
  const more = pointers.length - shown.length;
  return shown.join(', ') + (more === 0 ? '' : ` and ${more} more`);
}

function labelsText({ sensitivity, categories, integrity }: Labels): string {
  return [sensitivity, ...categories, integrity].join(', ');
}

type Field = NonNullable<ToolProfile['fields']>[string];

function fieldText({ writer, categories }: Field): string {
  return [`by ${writer}`, ...categories].join(', ');
}

type Trigger = NonNullable<ToolProfile['triggers']>[number];

function triggersOf({ triggers = [] }: ToolProfile): { readonly [name: string]: Trigger } {
  return Object.fromEntries(triggers.map((trigger) => [trigger.name, trigger]));
}

function triggerText({ name, starts, effects, egress, when, withinSeconds }: Trigger): string {
  const does = effects.length === 0 ? '' : `, ${effects.join(', ')}`;
  const goes = egress === undefined ? '' : `, goes ${egress}`;
  const where = when === null ? '' : `, when ${excerpt(JSON.stringify(when), 120)}`;
  const what = starts === '' ? 'something outside' : excerpt(starts, 120);
  return `${excerpt(name, 60)} (${what}${does}${goes}${where}, within ${withinSeconds} s)`;
}

/** How it is read back, as one text; nothing where it is not. */
function readingOf({ readBack }: ToolProfile): { readonly [text: string]: true } {
  if (readBack === undefined) return {};
  const { tool, with: given, checks } = readBack;
  const taken = Object.entries(given).map(([name, from]) => {
    const [place, at] = Object.entries(from)[0]!;
    return `${excerpt(name, 60)} from ${place} ${excerpt(at, 60)}`;
  });
  const words = [`by ${excerpt(tool, 60)}`, ...taken, ...checks.map(checkText)];
  return { [words.join(', ')]: true };
}

type Check = NonNullable<ToolProfile['verify']>[number];

function checksOf({ verify = [] }: ToolProfile): { readonly [text: string]: Check } {
  return Object.fromEntries(verify.map((check) => [checkText(check), check]));
}

function checkText(check: Check): string {
  const at = `${check.check} ${excerpt(check.result, 60)}`;
  if ('argument' in check) return `${at} of ${excerpt(check.argument, 60)}`;
  return check.check === 'at-most' ? `${at} ${check.most}` : at;
}
