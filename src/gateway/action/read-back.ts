// After a call that is said to have succeeded, what a person admitted as showing it is looked up: by an
// action of the same task, decided and recorded as any other, so that nothing is read that the task may not.
// What would not be permitted as things stand is not asked for: nobody is to blame, and nobody waits.

import { decide } from '../../kernel/decide.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { onlyReads } from '../../kernel/rules/definition.ts';
import type { Request } from '../../kernel/request.ts';
import type { ReadBack, Verification } from '../../kernel/action/verification.ts';
import { placeIn, verify } from '../../flow/verification.ts';
import type { CallAnswer } from './call-answer.ts';
import type { Core } from '../core.ts';
import type { UpstreamOutcome } from '../ports.ts';
import type { Submission } from '../loop/submission.ts';
import { answeredBy } from './verifying.ts';

/** The call that was made, and how it ended. */
export interface Made {
  readonly task: string;
  readonly connector: string;
  readonly tool: string;
  readonly action: string;
  readonly arguments: JsonObject;
  readonly answer: CallAnswer;
}

/** Asks for the reading as an action of the task; resolves with the action, null where none was permitted. */
export type AskToRead = (
  tool: string,
  args: JsonObject,
  onAnswered: (outcome: UpstreamOutcome) => void,
) => Promise<string | null>;

/**
 * Resolves when what the reading told is recorded; at once where nothing is to be read back. The call was
 * made whatever comes of this.
 */
export async function readBack(core: Core, made: Made, askToRead: AskToRead): Promise<void> {
  const { task, connector, tool, action, answer } = made;
  if (answer.outcome !== 'succeeded' || answer.remarks?.verified?.verdict === 'contradicted') return;
  const tools = core.world.state(null).connectors[connector]?.admitted?.tools ?? {};
  const called = entryOf(tools, tool);
  const plan = called?.profile.readBack;
  // A reading is not read back: it would never end. Older admissions may say so.
  if (called === null || plan === undefined || onlyReads(called)) return;
  const args = argumentsOf(plan, made);
  const reader = entryOf(tools, plan.tool);
  const isAsked = args !== null && reader !== null && onlyReads(reader);
  let answered: UpstreamOutcome | null = null;
  const read = isAsked ? await askToRead(plan.tool, args, (outcome) => (answered = outcome)) : null;
  const verified = judge(plan, made.arguments, answered);
  const fact = { fact: 'read-back', action, connector, tool, read, verified } as const;
  // Rejects only where Holdpoint stops.
  await core.record(task, fact).catch(() => undefined);
}

/**
 * Whether it is permitted as things stand by what the task may do of itself: what people approved is for the
 * agent, and what already ran shows nothing of now.
 */
export function isFree(core: Core, { request, task }: Submission): boolean {
  const asked = { ...request, owner: '', at: core.clock.now() } as Request;
  const { events } = decide(core.world.state(task), asked);
  return events.some(({ type, body }) => type === 'action-permitted' && body.hold === null);
}

/** Null where one of them is nowhere to be found. */
function argumentsOf({ with: given }: ReadBack, { arguments: asked, answer }: Made): JsonObject | null {
  const reply = answer.reply !== null && 'result' in answer.reply ? answer.reply.result : {};
  const result = answeredBy({ outcome: 'succeeded', result: reply })?.result;
  const found = Object.entries(given).map(([name, from]) => {
    return [name, 'argument' in from ? placeIn(asked, from.argument) : placeIn(result, from.result)] as const;
  });
  const args: { [name: string]: JsonObject[string] } = {};
  for (const [name, value] of found) {
    if (value === undefined) return null;
    args[name] = value;
  }
  return args;
}

/** Which tool showed it stands before each check. */
function judge({ tool, checks }: ReadBack, asked: JsonObject, read: UpstreamOutcome | null): Verification {
  const shown = read === null ? null : answeredBy(read);
  if (shown === null) return { verdict: 'untold', by: [tool] };
  const { verdict, by } = verify(checks, asked, shown.result);
  return { verdict, by: by.map((check) => `${tool} ${check}`) };
}
