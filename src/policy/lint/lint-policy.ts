// One policy as the rules see it: what it says, where each part of it stands, what its head can match.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Outcome } from '../analysis/outcome.ts';
import type { Setting } from '../analysis/setting.ts';
import type { PolicyHold } from '../../kernel/policy.ts';
import type { PolicySource } from '../../kernel/state.ts';
import type { Located, Span } from '../span/locate.ts';

export interface LintPolicy {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly hold: PolicyHold | null;
  readonly json: PolicyJson;
  readonly source: PolicySource;
  /** Offset of its text in the source (UTF-16 units). */
  readonly start: number;
  readonly text: string;
  /** Null where its parts could not be found: what is said of it points at the whole. */
  readonly located: Located | null;
  /** Names of the attributes that it reads. */
  readonly reads: ReadonlySet<string>;
  /** Every setting that its head can match. */
  readonly matched: readonly Setting[];
  /** Of those, where it is not proven that it never applies. */
  readonly reach: readonly Setting[];
  /** Of these, one of each kind that the set tells apart. */
  readonly kinds: readonly Setting[];
  /** When it applies, for one setting of each kind that its head can match. */
  readonly outcomes: ReadonlyMap<Setting, Outcome>;
}

/** A part of a policy's text. */
export interface Place {
  readonly policy: LintPolicy;
  /** Offsets in UTF-16 units from the start of the policy's text. */
  readonly span: Span;
}

/** The whole of a policy's text. */
export function wholeSpan({ text }: LintPolicy): Span {
  return { start: 0, end: text.length };
}

/** From `permit` or `forbid` to the end of the head. */
export function headSpan(policy: LintPolicy): Span {
  const { located, text, effect } = policy;
  if (located === null) return wholeSpan(policy);
  const { principal, resource } = located.head;
  const start = text.lastIndexOf(effect, principal.start);
  return { start, end: text.indexOf(')', resource.end) + 1 };
}

/** Where a node of the conditions stands; the whole policy where that is not known. */
export function placeOf(policy: LintPolicy, node: object): Place {
  return { policy, span: policy.located?.spanOf(node) ?? wholeSpan(policy) };
}
