// What has no verb and cannot be asked without saying whether it is on is switched by that.

import type { Json } from '../../kernel/json.ts';
import { verbOf } from '../lexicon/verbs.ts';
import { listOf, objectOf } from '../member.ts';
import { wordSet, wordsOf } from '../words.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { effectsOf } from './effects.ts';

const SWITCHES = wordSet('enabled disabled enable disable on off active activated');
const SETTING = 'set';

/** As if its name said `set`; empty where nothing has to be switched. */
export function switchClaims(name: string, inputSchema: Json | undefined): Claim[] {
  const { required, properties } = objectOf(inputSchema);
  const own = objectOf(properties);
  const switched = listOf(required).find(
    (field) =>
      typeof field === 'string' &&
      SWITCHES.has(wordsOf(field).at(-1) ?? '') &&
      objectOf(own[field])['type'] === 'boolean',
  );
  if (typeof switched !== 'string') return [];
  const objects = wordsOf(name);
  const phrase = {
    verb: verbOf(SETTING)!,
    plain: SETTING,
    word: SETTING,
    objects,
    head: objects.at(-1) ?? '',
  };
  return claimsOf(effectsOf(phrase), `it cannot be asked without ${switched}`);
}
