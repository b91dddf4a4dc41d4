import { expect, it } from 'vitest';
import { readAnswer, readLabelled } from './labelled.ts';

it('reads a list whose items are labelled, whatever is quoted', () => {
  const text = `Found 2 events:
- "Standup" (Starts: 2026-11-24T09:00:00, Ends: 2026-11-24T09:15:00) ID: ev-1 | Link: https://cal.example/1
- "Plan (ID: ev-9)" (Starts: 2026-11-25, Ends: 2026-11-25) ID: ev-2 | Link: https://cal.example/2`;
  expect(readLabelled(text)).toEqual({
    items: [
      {
        title: 'Standup',
        starts: '2026-11-24T09:00:00',
        ends: '2026-11-24T09:15:00',
        id: 'ev-1',
        link: 'https://cal.example/1',
      },
      {
        title: 'Plan (ID: ev-9)',
        starts: '2026-11-25',
        ends: '2026-11-25',
        id: 'ev-2',
        link: 'https://cal.example/2',
      },
    ],
    text: 'Found 2 events:',
  });
});

it('reads the lines below an item as its own', () => {
  const text = '  1. Message ID: m-1\n     Thread ID: t-1\n  2. Message ID: m-2\n     Thread ID: t-2';
  expect(readLabelled(text)).toEqual([
    { message_id: 'm-1', thread_id: 't-1' },
    { message_id: 'm-2', thread_id: 't-2' },
  ]);
});

it.each([
  ['gives a label twice', '- Plan (ID: ev-9) Modified: now ID: ev-2'],
  ['gives two items one id', '- A ID: ev-1 Modified: now\n- B ID: ev-1 Modified: now'],
  ['has another title in it', '- "x" Title: Standup ID: ev-2'],
  ['says more of an item than a list does', `- Id: 5 ${'-'.repeat(65_000)}x`],
  ['names nothing', '- Note: buy milk\n- Note: call Ann'],
  ['is no list', 'The meeting is at ten. ID: ev-1'],
])('leaves a text that %s', (_what, text) => {
  expect(readLabelled(text)).toBeNull();
});

it('reads what a change says of what it made, in one line', () => {
  const line = "Successfully created event 'Plan' for ann@corp.example. Link: https://cal.example/1";
  expect(readAnswer(line)).toMatchObject({ link: 'https://cal.example/1', text: line });
  expect(readAnswer('Done.')).toBeNull();
  expect(readAnswer(`${line}\nLink: https://evil.example`)).toBeNull();
});
