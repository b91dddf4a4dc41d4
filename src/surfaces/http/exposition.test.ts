import { expect, test } from 'vitest';
import { writeExposition } from './exposition.ts';

test('a label and a help break out of nothing, whatever is in them', () => {
  const text = writeExposition([
    {
      name: 'odd_total',
      help: 'Two\nlines and a \\ "quoted".',
      type: 'counter',
      samples: [
        { labels: { why: 'a"} 1\nforged_total 9\\', who: 'x' }, value: 2 },
        { labels: {}, value: 0.5 },
      ],
    },
  ]);
  expect(text.split('\n')).toEqual([
    String.raw`# HELP odd_total Two\nlines and a \\ "quoted".`,
    '# TYPE odd_total counter',
    String.raw`odd_total{why="a\"} 1\nforged_total 9\\",who="x"} 2`,
    'odd_total 0.5',
    '',
  ]);
});

test('a histogram has a bucket for each bound, and one for all', () => {
  const histogram = { boundsSeconds: [0.001, 5], counts: [1, 3], count: 4, sumSeconds: 17.25 };
  const text = writeExposition([{ name: 'wait_seconds', help: 'Waiting.', type: 'histogram', histogram }]);
  expect(text.split('\n').slice(1)).toEqual([
    '# TYPE wait_seconds histogram',
    'wait_seconds_bucket{le="0.001"} 1',
    'wait_seconds_bucket{le="5"} 3',
    'wait_seconds_bucket{le="+Inf"} 4',
    'wait_seconds_sum 17.25',
    'wait_seconds_count 4',
    '',
  ]);
});
