// A hold says whom it asks, for how long, and what happens while nobody answers; half of one is an error.

import type { Escalation, PolicyHold, RoleQuorum } from '../kernel/policy.ts';
import { readDuration } from './annotation-text.ts';

/** The annotations that make a hold; all but the first need it. */
export const HOLD_ANNOTATIONS = ['hold', 'approvers', 'expires', 'remind', 'escalate', 'max_uses'] as const;

type Annotations = { readonly [name: string]: string | null };
type Report = (annotation: string, message: string, help?: string) => null;

const ROLE_QUORUM = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,99})\s*:\s*([1-9]\d?)\s*$/;
const ESCALATION = /^(.*?)\s+after\s+(\S+)\s*$/s;
const USES = /^[1-9]\d{0,2}$/;
const DURATION_HELP = 'a whole number of s, m or h, like "30m"';
const QUORUM_HELP = 'like "finance:1, security:2"; 1 to 99';

/** The hold that the annotations of one policy make; problems are reported. Null: none. */
export function readHold(
  effect: 'permit' | 'forbid',
  annotations: Annotations,
  reason: string | null,
  report: Report,
): PolicyHold | null {
  const given = (name: string): boolean => annotations[name] !== undefined;
  const hold = {
    approvers: readApprovers(annotations['approvers'], report),
    ...readTimes(annotations, report),
  };
  if (given('hold') && effect === 'permit') {
    return report('hold', '@hold stands on a permit', 'only a forbid can be lifted');
  }
  if (given('hold') && !given('approvers')) {
    return report('hold', '@hold without @approvers', 'say who may lift it: @approvers("finance:1")');
  }
  if (given('hold')) return reason === null ? null : { reason, ...hold };
  for (const name of HOLD_ANNOTATIONS.filter(given)) {
    report(name, `@${name} without @hold`, 'say why it asks: @hold("reason")');
  }
  return null;
}

function readApprovers(text: string | null | undefined, report: Report): readonly RoleQuorum[] {
  if (text === undefined) return [];
  const approvers = readQuorums(text ?? '');
  if (approvers === null) report('approvers', '@approvers is not a list of role:quorum', QUORUM_HELP);
  else if (namesTwice(approvers)) report('approvers', '@approvers names a role twice');
  return approvers ?? [];
}

function readQuorums(text: string): readonly RoleQuorum[] | null {
  const quorums = text.split(',').map((part) => ROLE_QUORUM.exec(part));
  const read = quorums.flatMap((match) =>
    match?.[1] === undefined ? [] : [{ role: match[1], quorum: Number(match[2]) }],
  );
  return read.length < quorums.length ? null : read;
}

function namesTwice(approvers: readonly RoleQuorum[]): boolean {
  return new Set(approvers.map(({ role }) => role)).size < approvers.length;
}

function readTimes(annotations: Annotations, report: Report): Omit<PolicyHold, 'reason' | 'approvers'> {
  const { expires, remind, escalate, max_uses: uses } = annotations;
  const expiresSeconds = readSeconds('expires', expires, report);
  const remindSeconds = readSeconds('remind', remind, report);
  const escalation = readEscalation(escalate, report);
  if (uses !== undefined && !USES.test(uses ?? '')) {
    report('max_uses', '@max_uses is not a number of uses', 'a whole number from 1 to 999, like "5"');
  }
  return {
    expiresSeconds,
    ...(remindSeconds === null ? {} : { remindSeconds }),
    ...(escalation === null ? {} : { escalate: escalation }),
    ...(uses === undefined ? {} : { maxUses: Number(uses) }),
  };
}

function readSeconds(name: string, text: string | null | undefined, report: Report): number | null {
  if (text === undefined) return null;
  return readDuration(text) ?? report(name, `@${name} is not a duration`, DURATION_HELP);
}

function readEscalation(text: string | null | undefined, report: Report): Escalation | null {
  if (text === undefined) return null;
  const [, people = '', after = ''] = ESCALATION.exec(text ?? '') ?? [];
  const approvers = readQuorums(people);
  const afterSeconds = readDuration(after);
  if (approvers !== null && afterSeconds !== null && !namesTwice(approvers))
    return { afterSeconds, approvers };
  return report('escalate', '@escalate does not say who, and after how long', 'like "director:1 after 2h"');
}
