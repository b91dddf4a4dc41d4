import { describe, expect, test } from 'vitest';
import { findTriggers } from './trigger-statistic.ts';
import type { SeenCall, SeenOpening } from './trigger-statistic.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Numbers between 0 and 1 that look random and are always the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function times(count: number, roll: () => number): number[] {
  return Array.from({ length: count }, () => roll() * DAY).toSorted((a, b) => a - b);
}

function calls(tool: string, at: readonly number[]): SeenCall[] {
  return at.map((time, index) => ({ record: `${tool}-${index}`, tool, at: time }));
}

function openings(workflow: string, at: readonly number[]): SeenOpening[] {
  return at.map((time, index) => ({ record: `${workflow}-${index}`, workflow, at: time }));
}

describe('what follows what', () => {
  test('a mail that an agent answers soon, mostly, is found; busy traffic beside it is not', () => {
    const roll = dice(7);
    const mails = times(30, roll);
    const answered = mails.filter((_, index) => index % 3 !== 0).map((at) => at + MINUTE + roll() * MINUTE);
    const found = findTriggers(
      [...calls('post/mail', mails), ...calls('files/read', times(3_000, roll))],
      [...openings('answers', answered), ...openings('sweep', times(2_000, roll))],
      3_600,
    );
    expect(found).toEqual([expect.objectContaining({ tool: 'post/mail', starts: 'workflow/answers' })]);
    const [hint] = found;
    expect(hint).toMatchObject({ calls: 30 });
    expect(hint!.followed).toBeGreaterThanOrEqual(15);
    expect(hint!.medianSeconds).toBeGreaterThan(60);
    expect(hint!.medianSeconds).toBeLessThan(120);
    expect(hint!.lift).toBeGreaterThan(3);
    expect(hint!.examples).toHaveLength(3);
    for (const { call, opening } of hint!.examples) expect([call, opening].join()).toMatch(/mail.*answers/);
  });

  test('coincidence is never found, whatever the dice', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const roll = dice(seed);
      const made = calls('post/mail', times(5 + Math.floor(roll() * 200), roll));
      const opened = openings('sweep', times(5 + Math.floor(roll() * 200), roll));
      expect(findTriggers(made, opened, 3_600), `seed ${seed}`).toEqual([]);
    }
  });

  test('a few times say nothing, and nothing says nothing', () => {
    const few = [1, 2, 3, 4].map((hour) => hour * 60 * MINUTE);
    expect(
      findTriggers(
        calls('a/b', few),
        openings(
          'w',
          few.map((at) => at + 1_000),
        ),
        60,
      ),
    ).toEqual([]);
    expect(findTriggers([], [], 60)).toEqual([]);
    const at = [0, 0, 0, 0, 0, 0];
    expect(findTriggers(calls('a/b', at), openings('w', at), 60)).toEqual([]);
  });

  test('what follows always stands before what follows now and then', () => {
    const hours = Array.from({ length: 20 }, (_, hour) => hour * 60 * MINUTE);
    const found = findTriggers(
      [...calls('a/b', hours)],
      [
        ...openings(
          'now-and-then',
          hours.filter((_, index) => index % 3 === 0).map((at) => at + 2_000),
        ),
        ...openings(
          'always',
          hours.map((at) => at + 1_000),
        ),
      ],
      600,
    );
    expect(found.map(({ starts }) => starts)).toEqual(['workflow/always', 'workflow/now-and-then']);
    expect(found[0]).toMatchObject({ followed: 20, calls: 20, medianSeconds: 1, withinSeconds: 60 });
  });
});
