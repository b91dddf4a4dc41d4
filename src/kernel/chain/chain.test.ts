import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_AMOUNT } from '../action/argument-role.ts';
import { approvedTools, decimalOf, describeChain } from './chain.ts';
import { ben, givenTask, holdWrites, permitAll, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { MAX_TIMES, NOTHING_USED, reserveCall } from './usage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const NO_OBJECTS = { parties: [], approvesOwn: false, above: 0, mayHaveRun: false };

function chainOf(scenario: Scenario, tool = 'crm/read', amount = 0) {
  return describeChain(scenario.task.usage, tool, scenario.at, amount, NO_OBJECTS);
}

describe('windows', () => {
  test('count the calls of that tool alone, those of the very edge included', () => {
    const scenario = givenTask();
    const start = scenario.at;
    scenario.act('read', { digest: '1' });
    scenario.act('write');
    scenario.at = start + MINUTE;
    scenario.act('read', { digest: '2' });
    expect(chainOf(scenario)['thisTool']).toMatchObject({ calls: 2, lastMinute: 2, lastHour: 2, lastDay: 2 });
    scenario.at = start + MINUTE + 1;
    expect(chainOf(scenario)['thisTool']).toMatchObject({ lastMinute: 1, lastHour: 2 });
    scenario.at = start + HOUR + MINUTE + 1;
    expect(chainOf(scenario)['thisTool']).toMatchObject({ calls: 2, lastMinute: 0, lastHour: 0, lastDay: 2 });
  });

  test('never fall short of the calls there were, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { maxLength: 2 * MAX_TIMES }), (gaps) => {
        let [at, usage] = [0, NOTHING_USED];
        const times = gaps.map((gap) => {
          at += gap;
          usage = reserveCall(usage, permitted, at);
          return at;
        });
        const { thisTool } = describeChain(usage, 'crm/read', at, 0, NO_OBJECTS) as {
          thisTool: { lastMinute: number };
        };
        const truth = times.filter((time) => time >= at - MINUTE).length;
        const most = gaps.length < MAX_TIMES ? truth : gaps.length;
        expect(thisTool.lastMinute).toBeGreaterThanOrEqual(truth);
        expect(thisTool.lastMinute).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('past what is remembered all calls of the tool count', () => {
    let usage = NOTHING_USED;
    for (let call = 0; call < MAX_TIMES + 40; call += 1) usage = reserveCall(usage, permitted, call);
    const at = MAX_TIMES + 40;
    expect(usage.byTool['crm/read']?.times).toHaveLength(MAX_TIMES);
    expect(describeChain(usage, 'crm/read', at, 0, NO_OBJECTS)['thisTool']).toMatchObject({ lastMinute: at });
    // The oldest that is remembered is outside of the window: the rest is exact.
    expect(describeChain(usage, 'crm/read', at + MINUTE - 1, 0, NO_OBJECTS)['thisTool']).toMatchObject({
      lastMinute: 1,
    });
  });

  const permitted = {
    connector: 'crm',
    tool: 'read',
    allowance: 0,
    preapproved: false,
    hold: null,
    reservedMs: 0,
    effects: ['read'],
    egress: 'none',
    amount: 0,
    destinations: [],
  } as unknown as Parameters<typeof reserveCall>[1];
});

describe('what was called', () => {
  test('is listed when it is permitted, and as succeeded when it is known to have', () => {
    const scenario = givenTask();
    const read = scenario.act('read').action;
    const write = scenario.act('write').action;
    expect(chainOf(scenario)).toMatchObject({ tools: ['crm/read', 'crm/write'], succeeded: [] });
    scenario.settle(read);
    scenario.settle(write, { outcome: 'failed' });
    expect(chainOf(scenario)).toMatchObject({ tools: ['crm/read', 'crm/write'], succeeded: ['crm/read'] });
    scenario.settle(read);
    expect(scenario.task.usage.byTool['crm/read']?.succeeded).toBe(1);
  });

  test('counts for the history even where it is said not to have started', () => {
    const scenario = givenTask();
    scenario.settle(scenario.act('read').action, { outcome: 'not-started' });
    expect(chainOf(scenario)).toMatchObject({ calls: 0, reads: 0, tools: ['crm/read'], succeeded: [] });
    expect(chainOf(scenario)['thisTool']).toMatchObject({ calls: 1, lastMinute: 1 });
  });

  test('by approval is told apart', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites()] });
    scenario.act('read');
    scenario.act('write');
    expect(approvedTools(scenario.task.usage)).toEqual([]);
    scenario.approve(ben);
    scenario.act('write');
    expect(approvedTools(scenario.task.usage)).toEqual(['crm/write']);
    expect(chainOf(scenario, 'crm/write')).toMatchObject({ approvals: 1, thisTool: { approved: 1 } });
    expect(chainOf(scenario, 'crm/read')).toMatchObject({ approvals: 1, thisTool: { approved: 0 } });
  });
});

describe('money', () => {
  const pay = toolOf('pay', ['spend'], {}, { roles: { '/amount': 'amount' } });

  test('is added up as permits are given, and told with this call and without', () => {
    const scenario = givenTask({ tools: [pay] });
    scenario.act('pay', { arguments: { amount: 12.5 } });
    scenario.act('pay', { arguments: { amount: '0.25' }, digest: 'other' });
    scenario.act('pay', { arguments: { amount: 9 }, observed: null, digest: 'refused' });
    expect(scenario.task.usage.spent).toBe(127_500);
    expect(chainOf(scenario, 'crm/pay', 10_000)).toMatchObject({
      spent: decimalOf(127_500),
      spentAfter: decimalOf(137_500),
    });
    expect(scenario.events.find(({ type }) => type === 'action-permitted')?.body).toMatchObject({
      amount: 125_000,
    });
  });

  test('that cannot be read is all there is, and stays so', () => {
    const scenario = givenTask({ tools: [pay] });
    scenario.act('pay', { arguments: { amount: 'a lot' } });
    scenario.act('pay', { arguments: { amount: 1 }, digest: 'other' });
    expect(scenario.task.usage.spent).toBe(MAX_AMOUNT);
    expect(chainOf(scenario)['spentAfter']).toEqual(decimalOf(MAX_AMOUNT));
  });

  test.each([
    [0, '0.0000'],
    [1, '0.0001'],
    [12_345, '1.2345'],
    [MAX_AMOUNT, '900719925474.0991'],
  ])('%d ten-thousandths are written %s', (amount, arg) => {
    expect(decimalOf(amount)).toEqual({ __extn: { fn: 'decimal', arg } });
  });
});
