// What is decided on is what a person looked at: each part of it as text, so that one that moved since can be
// told, and shown beside what it was.

import { INSTRUCTED } from '../../text/grounding-words.ts';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { prettyJson } from '../../text/leaves.ts';

/** What a person looked at, and decides on by one word. */
export interface Looked {
  readonly hold: HoldDetail;
  /** Like actions that are decided on with it. */
  readonly others: readonly HoldDetail[];
}

export interface Part {
  readonly name: string;
  readonly text: string;
}

export interface Moved {
  readonly before: readonly Part[];
  readonly now: readonly Part[];
}

/** Name of the part that a link may say more of. */
export const POLICY_PART = 'The policy in force';

/** Whether that part of it is not as it was. */
export function hasMovedIn({ before, now }: Moved, part: string): boolean {
  const textIn = (parts: readonly Part[]) => parts.find(({ name }) => name === part)?.text;
  return textIn(before) !== textIn(now);
}

/** Null: it is all as it was looked at. */
export function movedSince(seen: Looked, now: Looked): Moved | null {
  const [before, after] = [partsIn(seen), partsIn(now)];
  const isSame = before.length === after.length && before.every((part, at) => part.text === after[at]!.text);
  return isSame ? null : { before, now: after };
}

function partsIn({ hold, others }: Looked): readonly Part[] {
  const of = others.flatMap((one) =>
    partsOf(one).map(({ name, text }) => ({ name: `${name}, in ${one.id}`, text })),
  );
  return [...partsOf(hold), ...of];
}

function partsOf({ argumentsText, asks, digest, shown }: HoldDetail): readonly Part[] {
  const { policy, labels, grounding, model, definition, effects, workflow } = shown;
  const asked = asks.map(({ policyDigest, policy: id, reason, approvers }) =>
    [id, reason, ...approvers.map(({ role, quorum }) => `${quorum} × ${role}`), policyDigest].join('\n'),
  );
  const seen = grounding?.map(({ role, level, instructed }) =>
    [role, level, ...(instructed ? [INSTRUCTED] : [])].join(': '),
  );
  return [
    { name: 'The arguments', text: argumentsText === null ? 'erased' : prettyJson(argumentsText) },
    { name: 'What policy asks', text: asked.join('\n') },
    { name: POLICY_PART, text: policy ?? 'none' },
    { name: 'What the values carry', text: wordsOf(labels) },
    { name: 'Where the values come from', text: seen?.join('\n') ?? 'nobody looked' },
    { name: "The agent's model", text: model ?? 'nobody said' },
    { name: "The tool's definition", text: definition ?? 'not admitted' },
    { name: 'What the tool does', text: effects.join(', ') },
    { name: 'The workflow', text: workflow ?? 'none' },
    { name: 'The action', text: digest },
  ];
}

function wordsOf(labels: HoldDetail['shown']['labels']): string {
  if (labels === null) return 'nobody looked';
  return [labels.sensitivity, ...labels.categories, labels.integrity].join(', ');
}
