// An annotation that is not understood would be a control that silently does not act: so it is an error.

import type { Obligation, PolicyHold, RoleQuorum } from '../kernel/policy.ts';
import { isName, readDuration } from './annotation-text.ts';
import { OBLIGATIONS, readObligations } from './obligation-annotation.ts';

/** What the annotations of one policy say. */
export interface PolicyLabels {
  readonly id: string;
  readonly reason: string | null;
  readonly hold: PolicyHold | null;
  readonly obligations: readonly Obligation[];
}

export interface AnnotationProblem {
  /** The annotation it is about; null: the policy as a whole. */
  readonly annotation: string | null;
  readonly message: string;
  readonly help: string | null;
}

type Annotations = { readonly [name: string]: string | null };
type Report = (annotation: string | null, message: string, help?: string) => null;

const KNOWN: readonly string[] = ['id', 'hold', 'approvers', 'expires', 'reason', ...OBLIGATIONS];
const ROLE_QUORUM = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,99})\s*:\s*([1-9]\d?)\s*$/;

/** Reads the annotations of one policy. `labels` is null where `problems` has any. */
export function readAnnotations(
  effect: 'permit' | 'forbid',
  annotations: Annotations,
): { labels: PolicyLabels | null; problems: readonly AnnotationProblem[] } {
  const problems: AnnotationProblem[] = [];
  const report: Report = (annotation, message, help) => {
    problems.push({ annotation, message, help: help ?? null });
    return null;
  };
  for (const name of Object.keys(annotations)) {
    if (!KNOWN.includes(name)) report(name, `unknown annotation @${name}`, `known are @${KNOWN.join(', @')}`);
  }
  const id = readId(annotations, report);
  const reason = readText('reason', annotations, report);
  const hold = readHold(effect, annotations, report);
  const standing = effect === 'permit' ? 'permit' : annotations['hold'] === undefined ? 'plain' : 'liftable';
  const obligations = readObligations(annotations, standing, report);
  return { labels: id === null || problems.length > 0 ? null : { id, reason, hold, obligations }, problems };
}

function readId(annotations: Annotations, report: Report): string | null {
  const id = annotations['id'];
  if (id === undefined) return report(null, 'the policy has no id', 'write @id("a.name") before it');
  if (id !== null && isName(id)) return id;
  return report('id', 'the id is not a name', 'letters, digits, dot, dash and underscore, at most 100');
}

function readText(name: string, annotations: Annotations, report: Report): string | null {
  const text = annotations[name];
  if (text === undefined) return null;
  return text !== null && text.trim() !== '' ? text : report(name, `@${name} has no text`);
}

function readHold(effect: 'permit' | 'forbid', annotations: Annotations, report: Report): PolicyHold | null {
  const reason = readText('hold', annotations, report);
  const approvers = readApprovers(annotations['approvers'], report);
  const expiresSeconds = readExpiry(annotations['expires'], report);
  const given = (name: string): boolean => annotations[name] !== undefined;
  if (given('hold') && effect === 'permit') {
    return report('hold', '@hold stands on a permit', 'only a forbid can be lifted');
  }
  if (given('hold') && !given('approvers')) {
    return report('hold', '@hold without @approvers', 'say who may lift it: @approvers("finance:1")');
  }
  if (given('hold')) return reason === null ? null : { reason, approvers, expiresSeconds };
  for (const name of ['approvers', 'expires'].filter(given)) {
    report(name, `@${name} without @hold`, 'say why it asks: @hold("reason")');
  }
  return null;
}

function readApprovers(text: string | null | undefined, report: Report): readonly RoleQuorum[] {
  if (text === undefined) return [];
  const quorums = (text ?? '').split(',').map((part) => ROLE_QUORUM.exec(part));
  const approvers = quorums.flatMap((match) =>
    match?.[1] === undefined ? [] : [{ role: match[1], quorum: Number(match[2]) }],
  );
  if (approvers.length < quorums.length) {
    report('approvers', '@approvers is not a list of role:quorum', 'like "finance:1, security:2"; 1 to 99');
  }
  if (new Set(approvers.map(({ role }) => role)).size < approvers.length) {
    report('approvers', '@approvers names a role twice');
  }
  return approvers;
}

function readExpiry(text: string | null | undefined, report: Report): number | null {
  if (text === undefined) return null;
  const seconds = readDuration(text);
  if (seconds !== null) return seconds;
  return report('expires', '@expires is not a duration', 'a whole number of s, m or h, like "30m"');
}
