// An annotation that is not understood would be a control that silently does not act: so it is an error.

import type { Obligation, PolicyHold } from '../kernel/policy.ts';
import { isName } from './annotation-text.ts';
import { HOLD_ANNOTATIONS, readHold } from './hold-annotation.ts';
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

const KNOWN: readonly string[] = ['id', 'reason', ...HOLD_ANNOTATIONS, ...OBLIGATIONS];

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
  const hold = readHold(effect, annotations, readText('hold', annotations, report), report);
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
