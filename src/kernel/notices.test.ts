import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import { evolve, initialState } from './evolve.ts';
import { holdpoint } from './given.contract.ts';
import type { ReportNotices } from './request.ts';

const state = initialState({ check: () => [] });

function report(failure: string | null, notices = ['rec_0000000000000001.0']): ReportNotices {
  const about = { channel: 'people', notices, last: 'rec_0000000000000003.0', through: 7, attempt: 2 };
  return { kind: 'report-notices', id: 'req_0000000000000002', at: 1, actor: holdpoint, ...about, failure };
}

it('that a channel took its notices is recorded with them as its causes, and changes no state', () => {
  const { verdict, events } = decide(state, report(null));
  expect(verdict).toBe('permit');
  const causes = ['rec_0000000000000001.0'];
  expect(events).toMatchObject([{ type: 'notices-delivered', stream: 'channel/people', causes }]);
  expect(events[0]!.body).toEqual({ channel: 'people', notices: causes, through: 7, attempt: 2 });
  expect(evolve(state, events[0]!)).toEqual(state);
});

it('that there was nothing to tell goes back to the last record that was looked at', () => {
  const { events } = decide(state, report(null, []));
  expect(events[0]!.causes).toEqual(['rec_0000000000000003.0']);
});

it('that a channel did not is recorded with why and which try it was', () => {
  const { events } = decide(state, report('timeout'));
  expect(events[0]).toMatchObject({ type: 'notices-failing', body: { attempt: 2, code: 'timeout' } });
});

it('a message that can be changed is recorded with its holds, and that it was changed by its name', () => {
  const posted = { handle: 'C1/1.2', holds: ['hold_0000000000000001'] };
  expect(decide(state, { ...report(null), posted }).events[0]!.body).toMatchObject({ posted });
  const { body } = decide(state, { ...report(null, []), revised: 'C1/1.2' }).events[0]!;
  expect(body).toEqual({ channel: 'people', notices: [], through: 7, attempt: 2, revised: 'C1/1.2' });
});
