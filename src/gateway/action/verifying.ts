// Where a person admitted what tells it, a result is compared with what was asked, as it came: before
// anything is taken out of it. What is found is recorded beside the outcome and never changes it.

import { listOf, objectOf, textOf } from '../../catalog/member.ts';
import { verify } from '../../flow/verification.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import type { Remarks } from './call-answer.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { jsonIn } from './remarks.ts';

/** Nothing where the tool has no checks, or where the call is not said to have succeeded. */
export function verifyAnswer(
  { kind, profile }: Pick<Tool, 'kind' | 'profile'>,
  asked: JsonObject,
  outcome: UpstreamOutcome,
): Pick<Remarks, 'verified'> {
  const { verify: checks = [] } = profile;
  if (kind !== 'tool' || checks.length === 0) return {};
  const answered = answeredBy(outcome);
  return answered === null ? {} : { verified: verify(checks, asked, answered.result) };
}

/** What a call that is said to have succeeded answered, as far as it has a form; null: any other. */
export function answeredBy(outcome: UpstreamOutcome): { readonly result: Json | undefined } | null {
  if (!('result' in outcome) || outcome.outcome !== 'succeeded') return null;
  return { result: structuredIn(outcome.result) };
}

/** The structured form, or the one text that is JSON; undefined where it has neither. */
function structuredIn({ structuredContent, content }: JsonObject): Json | undefined {
  if (structuredContent !== undefined) return structuredContent;
  const blocks = listOf(content);
  const text = blocks.length === 1 ? textOf(objectOf(blocks[0])['text']) : '';
  return jsonIn(text) ?? undefined;
}
