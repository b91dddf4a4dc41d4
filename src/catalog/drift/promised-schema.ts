// What a tool promises of its results is compared too: a promise that is weaker lets more through unseen. A
// pattern is never taken lightly: it may be slow to match, or be no pattern but words.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { textsOf } from '../poison/text.ts';
import { listArguments } from './argument-list.ts';
import { looserWays } from './form.ts';
import type { DriftReason } from './reason.ts';

/** One reason at most: fields that are new say more, not less. */
export function driftOfOutput(before: Json | undefined, after: Json | undefined): DriftReason[] {
  if (before === undefined) return [];
  const [was, is] = [listArguments(before), listArguments(after)];
  const looser = [...was.byPointer.values()].find((one) => {
    const now = is.byPointer.get(one.pointer);
    if (now === undefined) return true;
    const isLooser = looserWays(one.forms, now.forms).length > 0 || (now.isFree && !one.isFree);
    return (
      isLooser || (one.isRequired && !now.isRequired) || [...one.rest].some((part) => !now.rest.has(part))
    );
  });
  const isSame = looser === undefined && after !== undefined && was.isWhole && is.isWhole;
  const where = looser === undefined || looser.pointer === '' ? '' : ` at ${looser.pointer}`;
  const text = `its results may now be otherwise${where}`;
  return isSame ? [] : [{ rule: 'output-changed', pointer: '/outputSchema', text }];
}

/** One reason for each pattern that is new, different or gone. */
export function driftOfPatterns(name: string, before: JsonObject, after: JsonObject): DriftReason[] {
  const [old, now] = [patternsIn(name, before), patternsIn(name, after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((pointer) => old.get(pointer) !== now.get(pointer))
    .map((pointer) => ({
      rule: 'pattern-changed',
      pointer,
      text: now.has(pointer) ? 'another pattern' : 'the pattern is gone',
    }));
}

function patternsIn(name: string, definition: JsonObject): Map<string, string> {
  const found = textsOf(name, definition).texts.filter(({ pointer }) => pointer.endsWith('/pattern'));
  return new Map(found.map(({ pointer, text }) => [pointer, text]));
}
