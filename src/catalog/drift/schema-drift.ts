// What a call may say is compared where it carries authority: whom it reaches, who it is for, how much, with
// which secret, and what is run. Paging, filters and texts may come and go.

import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole, ToolProfile } from '../../kernel/state.ts';
import { wordsOf } from '../words.ts';
import { listArguments, type Argument } from './argument-list.ts';
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
  '^(?:force|forced|admin|sudo|root|bypass|override|unsafe|dangerous|dangerously|insecure|public' +
    '|impersonate|unrestricted|noconfirm|unattended|privileged)$',
);
/** An argument so called reads a list or narrows it, whatever else its name says. */
const NARROWS =
  /^(?:filter|filters|sort|order|page|limit|offset|cursor|since|until|fields|field|view|format)$/;

/** @returns one reason for each argument that is new, or looser, and carries authority */
export function driftOfSchema(before: SchemaSide, after: SchemaSide): DriftReason[] {
  const [old, now] = [listArguments(before.inputSchema), listArguments(after.inputSchema)];
  const gone = [...old.byPointer.values()].filter(({ pointer }) => !now.byPointer.has(pointer));
  const replaced = countRoles(gone, before);
  const reasons = [...now.byPointer.values()].flatMap((argument): DriftReason[] => {
    const known = old.byPointer.get(argument.pointer);
    const role = roleAt(after.roles, argument.pointer);
    if (known === undefined) return newReason(argument, role, replaced);
    const wasRole = roleAt(before.roles, argument.pointer);
    if (!isAuthority(role) && !isAuthority(wasRole)) return [];
    return looserReasons(known, argument, role ?? wasRole ?? 'identity');
  });
  const part = now.isWhole
    ? []
    : [{ rule: 'schema-unreadable', pointer: '/inputSchema', text: 'the schema is too large to compare' }];
  return [...part, ...reasons];
}

/** An argument that only takes the place of one of the same role was renamed. */
function newReason(
  { pointer, filled }: Argument,
  role: ArgumentRole | null,
  replaced: Map<ArgumentRole, number>,
): DriftReason[] {
  const words = wordsOf(pointer.slice(pointer.lastIndexOf('/') + 1));
  if (words.some((word) => SWITCH.test(word)))
    return [reason('new-safety-switch', pointer, 'a new switch that may take a safeguard away')];
  if (role === null || !AUTHORITY.has(role) || words.some((word) => NARROWS.test(word))) return [];
  const left = replaced.get(role) ?? 0;
  if (left > 0 && filled === null) {
    replaced.set(role, left - 1);
    return [];
  }
  return [reason('new-authority-argument', pointer, `a new argument: ${role}`)];
}

function looserReasons(before: Argument, after: Argument, role: ArgumentRole): DriftReason[] {
  const loosened = [
    ...(widened(before.types, after.types) ? ['other types of value'] : []),
    ...(widened(before.values, after.values) ? ['values beyond those listed'] : []),
    ...(before.pattern !== null && before.pattern !== after.pattern ? ['another pattern'] : []),
    ...(before.format !== null && before.format !== after.format ? ['another format'] : []),
    ...(raised(before.longest, after.longest) ? ['a longer value'] : []),
    ...(raised(before.greatest, after.greatest) ? ['a greater number'] : []),
    ...(raised(before.most, after.most) ? ['more items'] : []),
  ];
  const filled = after.filled !== null && after.filled !== before.filled && after.filled !== 'null';
  return [
    ...(loosened.length === 0
      ? []
      : [reason('argument-loosened', after.pointer, `the ${role} may now be ${loosened.join(', ')}`)]),
    ...(filled ? [reason('argument-filled', after.pointer, `the ${role} has another default`)] : []),
  ];
}

function widened(before: ReadonlySet<string> | null, after: ReadonlySet<string> | null): boolean {
  if (before === null) return false;
  return after === null || [...after].some((one) => !before.has(one) && one !== 'null');
}

function raised(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}

function countRoles(list: readonly Argument[], { roles }: SchemaSide): Map<ArgumentRole, number> {
  const counts = new Map<ArgumentRole, number>();
  for (const { pointer } of list) {
    const role = roleAt(roles, pointer);
    if (role !== null) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  return counts;
}

function isAuthority(role: ArgumentRole | null): boolean {
  return role !== null && AUTHORITY.has(role);
}

function roleAt(roles: ToolProfile['roles'], pointer: string): ArgumentRole | null {
  return Object.hasOwn(roles, pointer) ? (roles[pointer] ?? null) : null;
}

function reason(rule: string, pointer: string, text: string): DriftReason {
  const parts = pointer.split('/').slice(1);
  const within = parts.map((part) => (part === '*' ? 'items' : `properties/${part}`)).join('/');
  return { rule, pointer: `/inputSchema/${within}`, text };
}
