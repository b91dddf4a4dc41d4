// What a verb does to a noun, as one table: the first line that fits decides. What a thing is about stands
// before it (an access log is a log), so most lines ask for the head, the noun that the verb is done to.

import type { EffectRule } from './effect-rule.ts';
import { READING_RULES } from './reading-rules.ts';
import { MAKING_RULES } from './making-rules.ts';
import { CHANGING_RULES } from './changing-rules.ts';
import { ENDING_RULES } from './ending-rules.ts';
import { POWER_RULES } from './power-rules.ts';

export const EFFECT_RULES: readonly EffectRule[] = [
  ...READING_RULES,
  ...MAKING_RULES,
  ...CHANGING_RULES,
  ...ENDING_RULES,
  ...POWER_RULES,
];
