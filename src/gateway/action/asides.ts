// What a connector says while it works is read before anybody else reads it: a question that reads like an
// attack is asked of nobody, and of such progress only the numbers are passed on.

import type { JsonObject } from '../../kernel/json.ts';
import type { CallHooks, Remarks } from './call-answer.ts';
import { withoutWords } from './fulfilment.ts';
import { attacksIn } from './remarks.ts';

export interface Asides extends CallHooks {
  /** The remarks, with what was found in all that was said so far. */
  readonly remarkedIn: (remarks: Remarks) => Remarks;
}

/** The answer of nobody (MCP ElicitResult). */
const DECLINED: JsonObject = { action: 'decline' };

export function hearAsides({ onProgress, onElicit }: CallHooks): Asides {
  const heard = new Set<string>();
  const isAttack = (said: JsonObject): boolean => {
    const found = attacksIn(said);
    found.forEach((rule) => heard.add(rule));
    return found.length > 0;
  };
  return {
    onProgress: (told) => onProgress(isAttack(told) ? withoutWords(told) : told),
    onElicit: (question) => (isAttack(question) ? Promise.resolve(DECLINED) : onElicit(question)),
    remarkedIn: (remarks) =>
      heard.size === 0
        ? remarks
        : { ...remarks, findings: [...new Set([...(remarks.findings ?? []), ...heard])] },
  };
}
