import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningsOf, pickerOf } from './anchor.ts';
import { AUTHORITY_RULES } from './authority-rules.ts';
import { DATA_RULES } from './data-rules.ts';
import { HONEST } from './honest-sentences.contract.ts';
import { ORDER_RULES } from './order-rules.ts';
import { PERSON_RULES } from './person-rules.ts';
import { POISONED } from './poisoned-sentences.contract.ts';

const RULES = [...AUTHORITY_RULES, ...DATA_RULES, ...PERSON_RULES, ...ORDER_RULES];
const SENTENCES = [...HONEST, ...Object.values(POISONED).flat()];
const pick = pickerOf(RULES.map(({ beginnings }) => beginnings));

function matching(sentence: string): number[] {
  return RULES.flatMap(({ finds }, at) => (finds.test(sentence) ? [at] : []));
}

describe('beginnings', () => {
  it('are those of the words that a part must have', () => {
    const sets = (pattern: string) => beginningsOf(pattern).map((set) => [...set]);
    expect(sets('(?:ignore|forget) .. rules?')).toEqual([['ignore', 'forget'], ['rule']]);
    expect(sets('(?:call|run)s? . (?:x .. y|tool)')).toEqual([
      ['call', 'run'],
      ['x', 'tool'],
    ]);
    expect(sets('colou?r .. \\w+')).toEqual([['colo']]);
    expect(sets('(?:maybe )?')).toEqual([]);
  });
});

describe('a rule that is not tried', () => {
  it('would have found nothing', () => {
    const lost = SENTENCES.filter((sentence) => {
      const picked = new Set(pick(sentence));
      return matching(sentence).some((at) => !picked.has(at));
    });
    expect(lost).toEqual([]);
  });

  it('would have found nothing in mixtures of them either', () => {
    const words = [...new Set(SENTENCES.flatMap((sentence) => sentence.split(' ')))];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (list) => {
        const sentence = list.join(' ');
        const picked = new Set(pick(sentence));
        expect(matching(sentence).filter((at) => !picked.has(at))).toEqual([]);
      }),
    );
  });

  it('is most of them, on an honest sentence', () => {
    const tried = HONEST.reduce((sum, sentence) => sum + pick(sentence).length, 0);
    expect(tried).toBeLessThan((HONEST.length * RULES.length) / 2);
  });
});
