// What a call may say is compared where it carries authority: whom it reaches, who it is for, how much, with
// which secret, and what is run. Paging, filters and texts may come and go.

import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import type { VerbKind } from '../lexicon/verb-table.ts';
import { verbOf } from '../lexicon/verbs.ts';
import { wordsOf } from '../words.ts';
import { listArguments } from './argument-list.ts';
import type { Argument, ByPointer } from './argument.ts';
import { hasOtherValues, looserWays } from './form.ts';
import type { DriftReason } from './reason.ts';

export interface SchemaSide {
  readonly inputSchema: Json | undefined;
  readonly roles: ToolProfile['roles'];
}

const AUTHORITY: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'amount',
  'credential',
  'code',
]);
/** A switch so called takes a safeguard away. */
const SWITCH = new RegExp(
  '^(?:force|forced|production|live|admin|sudo|root|bypass|override|unsafe|dangerous|dangerously' +
    '|insecure|public' +
    '|impersonate|unrestricted|noconfirm|unattended|privileged)$',
);
/** An argument so called is a safeguard. */
const SAFEGUARD = /^(?:dry|preview|simulate|confirm|confirmed|confirmation|approve|approval|safe|sandbox)$/;
/** An argument so called reads a list or narrows it, whatever else its name says. */
const NARROWS =
  /^(?:filter|filters|sort|order|page|limit|offset|cursor|since|until|fields|field|view|format)$/;

/** Whose things are listed. */
const WHOSE =
  /^(?:assignees?|assigned|authors?|creators?|created|owners?|reporters?|reviewers?|members?|senders?)$/;

/**
 * @param isReading the tool reads only, before and after: what it looks at or looks for may then change
 * @returns reasons for each argument that is new, gone or looser, where that matters
 */
export function driftOfSchema(before: SchemaSide, after: SchemaSide, isReading: boolean): DriftReason[] {
  const [old, now] = [listArguments(before.inputSchema), listArguments(after.inputSchema)];
  const gone = new Set([...old.byPointer.values()].filter(({ pointer }) => !now.byPointer.has(pointer)));
  const reasons = [...now.byPointer.values()].flatMap((argument): DriftReason[] => {
    const { pointer } = argument;
    const known = old.byPointer.get(pointer);
    if (known === undefined) return newReasons(argument);
    const [was, is] = [roleAt(before.roles, pointer), roleAt(after.roles, pointer)];
    return changeReasons(known, argument, { was, is, isReading });
  });
  const unsaid = [...gone].filter(({ pointer }) => isUnsaid(pointer, now.byPointer));
  const lost = [...gone].filter((one) => isMissed(one, roleAt(before.roles, one.pointer), isReading));
  return [
    ...(old.isWhole && now.isWhole
      ? []
      : [reason('schema-unreadable', '', 'too large, too deep, or it refers to what is not there')]),
    ...reasons,
    ...unsaid
      .filter(({ pointer }) => isAuthority(roleAt(before.roles, pointer), isReading))
      .map(({ pointer }) => reason('argument-loosened', pointer, 'what is in the list may now be anything')),
    ...lost.map(({ pointer }) => reason('safeguard-removed', pointer, 'an argument that narrows it is gone')),
  ];

  function newReasons(argument: Argument): DriftReason[] {
    const { pointer } = argument;
    const words = nameOf(pointer);
    // The items of a list are no arguments beside it.
    const role = pointer.endsWith('/*') ? null : roleAt(after.roles, pointer);
    const changed = argument.rest.size > 0 ? [restReason(pointer)] : [];
    const isOpened = [...argument.filled].some((value) => wordsOf(value).some((word) => SWITCH.test(word)));
    if (isOpened || words.some((word) => SWITCH.test(word)))
      return [
        ...changed,
        reason('new-safety-switch', pointer, 'a new switch that may take a safeguard away'),
      ];
    if (role === null || takesPlace(argument, role) || !isNewAuthority(role, isReading)) return changed;
    if (words.some((word) => NARROWS.test(word))) return changed;
    if (isReading && role === 'identity' && words.some((word) => WHOSE.test(word))) return changed;
    return [...changed, reason('new-authority-argument', pointer, `a new argument: ${role}`)];
  }

  /** Renamed: one of the same role is gone, and the new one allows no more. */
  function takesPlace(argument: Argument, role: ArgumentRole): boolean {
    for (const one of gone) {
      const isSame = roleAt(before.roles, one.pointer) === role && fillingsAre(one, argument);
      if (!isSame || looserText(one, argument, isReading) !== '') continue;
      gone.delete(one);
      return true;
    }
    return false;
  }
}

interface Roles {
  readonly was: ArgumentRole | null;
  readonly is: ArgumentRole | null;
  readonly isReading: boolean;
}

function changeReasons(before: Argument, after: Argument, { was, is, isReading }: Roles): DriftReason[] {
  const { pointer } = after;
  const isBound = isAuthority(was, isReading) || isAuthority(is, isReading);
  const looser = isBound ? looserText(before, after, isReading) : looserInPart(before, after, isReading);
  const hasRest =
    before.rest.size !== after.rest.size || [...after.rest].some((one) => !before.rest.has(one));
  const isFilled = (isBound || !isReading) && !fillingsAre(before, after);
  const gains = is !== was && isAuthority(is, isReading) && !isAuthority(was, isReading);
  const what = is ?? was ?? 'argument';
  return [
    ...(looser === '' ? [] : [reason('argument-loosened', pointer, `the ${what} may now be ${looser}`)]),
    ...(isFilled ? [reason('argument-filled', pointer, `the ${what} has another default`)] : []),
    ...(gains ? [reason('new-authority-argument', pointer, `it now is: ${is}`)] : []),
    ...(hasRest ? [restReason(pointer)] : []),
    ...(opens(before, after)
      ? [
          reason(
            'promise-withdrawn',
            pointer,
            'it takes arguments that it does not name',
            'additionalProperties',
          ),
        ]
      : []),
  ];
}

/** A part that only says no more that it is closed invites nothing; of the whole it was a promise. */
function opens(before: Argument, after: Argument): boolean {
  return before.isOpen === false && (after.pointer === '' ? after.isOpen !== false : after.isOpen === true);
}

/** In what ways it allows more; empty where it does not. What is not asked for narrows no reading. */
function looserText(before: Argument, after: Argument, isReading: boolean): string {
  return [
    ...looserWays(before.forms, after.forms),
    ...(after.isFree && !before.isFree ? ['anything, in one of several forms'] : []),
    ...(!isReading && before.isRequired && !after.isRequired ? ['left out'] : []),
  ].join(', ');
}

/** What carries no authority may still choose among a few values what a tool changes, or where it looks. */
function looserInPart(before: Argument, after: Argument, isReading: boolean): string {
  if (hasOtherValues(before.forms, after.forms, 'unlisted')) return 'beyond the values listed';
  if (isReading) return '';
  const listed = before.forms.flatMap(({ values }) => [...(values ?? [])]);
  const kinds = new Set(listed.flatMap(kindsIn));
  const opened = after.forms
    .flatMap(({ values }) => [...(values ?? [])])
    .filter((one) => !listed.includes(one));
  const isOpened = opened.some(
    (one) => wordsOf(one).some((word) => SWITCH.test(word)) || kindsIn(one).some((kind) => !kinds.has(kind)),
  );
  // One value was no choice.
  return isOpened || (listed.length === 1 && opened.length > 0) ? 'beyond the values listed' : '';
}

/** What a value has the tool do, where its words say so. */
function kindsIn(value: string): VerbKind[] {
  return wordsOf(value)
    .flatMap((word) => verbOf(word) ?? [])
    .flatMap(({ kind, sure }) => (sure ? [kind] : []));
}

function fillingsAre(before: Argument, after: Argument): boolean {
  return before.filled.size === after.filled.size && [...after.filled].every((one) => before.filled.has(one));
}

/** Whether it takes something away when it is gone: what was meant is then left to the tool. */
function isMissed(argument: Argument, role: ArgumentRole | null, isReading: boolean): boolean {
  if (isReading) return false;
  const isFixed = argument.filled.size > 0 || argument.forms.some(({ values }) => values?.size === 1);
  return (
    isFixed ||
    (argument.isRequired && isAuthority(role, isReading)) ||
    nameOf(argument.pointer).some((word) => SAFEGUARD.test(word))
  );
}

/** Whether it is the item of a list that is still taken. */
function isUnsaid(pointer: string, now: ByPointer): boolean {
  return pointer.endsWith('/*') && now.has(pointer.slice(0, -2));
}

function isAuthority(role: ArgumentRole | null, isReading: boolean): boolean {
  if (role === 'path' || (role === 'selector' && !isReading)) return true;
  return role !== null && AUTHORITY.has(role);
}

/** A new selector or a new path of a tool that reads narrows what is read. */
function isNewAuthority(role: ArgumentRole, isReading: boolean): boolean {
  return AUTHORITY.has(role) || (role === 'path' && !isReading);
}

/** Its own, or that of the list whose item it is. */
function roleAt(roles: ToolProfile['roles'], pointer: string): ArgumentRole | null {
  if (Object.hasOwn(roles, pointer)) return roles[pointer] ?? null;
  return pointer.endsWith('/*') ? roleAt(roles, pointer.slice(0, -2)) : null;
}

function nameOf(pointer: string): string[] {
  return wordsOf(pointer.slice(pointer.lastIndexOf('/') + 1));
}

function restReason(pointer: string): DriftReason {
  return reason(
    'schema-changed',
    pointer,
    'it says otherwise what is allowed, in a way that is not compared',
  );
}

function reason(rule: string, pointer: string, text: string, keyword?: string): DriftReason {
  const steps = pointer.split('/').slice(1);
  const within = steps.map((step) => (step === '*' ? 'items' : `properties/${step}`));
  const parts = ['/inputSchema', ...within, ...(keyword === undefined ? [] : [keyword])];
  return { rule, pointer: parts.join('/'), text };
}
