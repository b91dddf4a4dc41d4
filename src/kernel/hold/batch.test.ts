import { describe, expect, test } from 'vitest';
import { MOST_TOGETHER } from './batch.ts';
import type { Decision } from '../decision.ts';
import type { Principal } from '../event.ts';
import type { Statement } from './statement.ts';
import {
  ada,
  ben,
  codesOf,
  factsOf,
  givenTask,
  holdWrites,
  HOUR,
  permitAll,
  toolOf,
} from '../given.contract.ts';
import type { PolicyQuery } from '../policy.ts';
import { shownOf } from './shown.ts';
import type { Scenario, Setting } from '../given.contract.ts';

const rules = [permitAll, holdWrites()];

function given(setting: Setting = {}): Scenario {
  return givenTask({ rules, ...setting });
}

function write(scenario: Scenario, n: number, rest: object = {}): Decision {
  return scenario.act('write', { arguments: { path: `note ${n}` }, ...rest });
}

/** Three like actions wait; the first of them is signed for, and with it those that `also` names. */
function decideAll(
  scenario: Scenario,
  verdict: 'approve' | 'reject',
  also: Statement['also'],
  who: Principal = ben,
): Decision {
  const [first] = Object.values(scenario.task.holds);
  const { state, task } = scenario;
  const shownAlso = (also ?? []).map((one) => {
    const hold = task.holds[one.hold];
    return hold === undefined ? one : { ...one, shown: shownOf(state, task, hold) };
  });
  const shown = shownOf(state, task, first!);
  const over = { hold: first!.id, digest: first!.digest, shown, also: shownAlso };
  const signed = scenario.statement(who, verdict, over);
  return scenario.ask(verdict, who, { ...signed, hold: first!.id });
}

const rest = (scenario: Scenario): { hold: string; digest: string }[] =>
  Object.values(scenario.task.holds)
    .slice(1)
    .map(({ id, digest }) => ({ hold: id, digest }));

function givenThree(setting: Setting = {}): Scenario {
  const scenario = given(setting);
  for (const n of [1, 2, 3]) write(scenario, n);
  return scenario;
}

const statuses = ({ task }: Scenario) => Object.values(task.holds).map(({ status }) => status);

describe('like actions', () => {
  test('are shown with the one that waits, each under its own digest, and cost one hold', () => {
    const scenario = givenThree();
    const [first, second, third] = Object.values(scenario.task.holds);
    expect([first, second, third].map((hold) => hold!.batch)).toEqual([first!.id, first!.id, first!.id]);
    expect(new Set([first, second, third].map((hold) => hold!.digest)).size).toBe(3);
    expect(scenario.task.usage.holds).toBe(1);
  });

  test('are no more than people can read', () => {
    const scenario = given({ limits: { holds: 2 } });
    for (let n = 0; n <= MOST_TOGETHER; n += 1) write(scenario, n);
    expect(scenario.hold.batch).toBe(scenario.hold.id);
    expect(scenario.task.usage.holds).toBe(2);
  });

  test('stand alone once the one before them waits no more', () => {
    const scenario = given();
    write(scenario, 1);
    scenario.at += HOUR;
    write(scenario, 2);
    expect(scenario.hold.batch).toBe(scenario.hold.id);
  });

  test('go to the same places, and ask the same', () => {
    const scenario = given();
    const to = (commitment: string) => ({
      destinations: [{ host: `${commitment}.example`, isName: false, commitment }],
    });
    write(scenario, 1, to('a'));
    write(scenario, 2, to('b'));
    expect(scenario.hold.batch).toBe(scenario.hold.id);
    write(scenario, 3, to('a'));
    expect(scenario.hold.batch).toBe(Object.keys(scenario.task.holds)[0]);
    scenario.publish('policy-2', [permitAll, { ...holdWrites(), digest: 'another' }]);
    write(scenario, 4, to('a'));
    expect(scenario.hold.batch).toBe(scenario.hold.id);
  });

  test('are of one tool with the same effects', () => {
    const changing = { ...holdWrites(), when: (query: PolicyQuery) => /write|read/.test(query.action) };
    const scenario = given({
      rules: [permitAll, changing],
      tools: [toolOf('write', ['write']), toolOf('read', ['read'])],
    });
    write(scenario, 1);
    scenario.act('read');
    expect(scenario.hold.batch).toBe(scenario.hold.id);
    scenario.propose('crm', 'proposal-2');
    scenario.admit('crm', 'proposal-2', { write: ['write', 'send'] });
    write(scenario, 2);
    expect(scenario.hold.batch).toBe(scenario.hold.id);
  });

  test('carry nothing with authority beyond where they go', () => {
    const roles = { '/amount': 'amount', '/to': 'destination' } as const;
    const scenario = given({ tools: [toolOf('write', ['write'], {}, { roles })] });
    write(scenario, 1, { arguments: { amount: 1 } });
    expect(scenario.hold.batch).toBeUndefined();
    write(scenario, 2, { arguments: { path: 'a' } });
    const { id } = scenario.hold;
    write(scenario, 3, { arguments: { amount: 2 } });
    expect(scenario.hold.batch).toBeUndefined();
    write(scenario, 4, { arguments: { path: 'b' } });
    expect(scenario.hold.batch).toBe(id);
    expect(scenario.task.usage.holds).toBe(3);
    expect(codesOf(decideAll(scenario, 'approve', rest(scenario).slice(1, 2)))).toEqual([
      'approval/digest-mismatch',
    ]);
  });
});

describe('one word about several', () => {
  test('approves each that it names, and each runs once', () => {
    const scenario = givenThree();
    const also = rest(scenario);
    const decision = decideAll(scenario, 'approve', also);
    expect(decision.events.map(({ type, body }) => [type, (body as { hold: string }).hold])).toEqual(
      Object.keys(scenario.task.holds).map((hold) => ['approval-given', hold]),
    );
    for (const n of [1, 2, 3]) expect(write(scenario, n).verdict).toBe('permit');
    expect(statuses(scenario)).toEqual(['used', 'used', 'used']);
  });

  test('covers none that came later, and none that it leaves out', () => {
    const scenario = givenThree();
    const also = rest(scenario).slice(0, 1);
    write(scenario, 4);
    decideAll(scenario, 'approve', also);
    expect([1, 2, 3, 4].map((n) => write(scenario, n).verdict)).toEqual(['permit', 'permit', 'hold', 'hold']);
  });

  test('rejects all that it names', () => {
    const scenario = givenThree();
    decideAll(scenario, 'reject', rest(scenario));
    expect(statuses(scenario)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(codesOf(write(scenario, 2))).toEqual(['approval/rejected']);
  });

  test('says nothing where one is another action than was shown, is named twice or is none', () => {
    const scenario = givenThree();
    const [second, third] = rest(scenario);
    const [first] = Object.values(scenario.task.holds);
    const wrong = [
      [second!, { ...third!, digest: 'another' }],
      [second!, second!],
      [{ hold: first!.id, digest: first!.digest }],
    ];
    for (const also of wrong) {
      const decision = decideAll(scenario, 'approve', also);
      expect(codesOf(decision)).toEqual(['approval/digest-mismatch']);
      expect(factsOf(decision, 'digest-mismatch')?.['fields']).toEqual(['also']);
    }
    expect(codesOf(decideAll(scenario, 'approve', [{ ...second!, hold: 'hold_none' }]))).toEqual([
      'identity/unknown-hold',
    ]);
    expect(statuses(scenario)).toEqual(['pending', 'pending', 'pending']);
    expect(write(scenario, 1).verdict).toBe('hold');
  });

  test('is as many decisions as it is about holds, and no more than its giver may take in an hour', () => {
    const scenario = givenThree();
    const limit = (perHour: number) =>
      scenario.ask('limit-operator', ada, { operator: 'ben', limit: { perHour } });
    limit(2);
    const refused = decideAll(scenario, 'approve', rest(scenario));
    expect(codesOf(refused)).toEqual(['duty/approvals-exhausted']);
    expect(factsOf(refused, 'approvals-exhausted')).toEqual({ operator: 'ben', decided: 2, limit: 2 });
    limit(3);
    expect(decideAll(scenario, 'approve', rest(scenario)).verdict).toBe('permit');
    expect(scenario.state.org.decided['ben']).toHaveLength(3);
  });

  test('is about nothing that was not shown together', () => {
    const scenario = given();
    write(scenario, 1);
    write(scenario, 2, { destinations: [{ host: 'b.example', isName: false, commitment: 'b' }] });
    expect(codesOf(decideAll(scenario, 'approve', rest(scenario)))).toEqual(['approval/digest-mismatch']);
  });

  test('is refused where one of them waits no more, or was approved by the same person', () => {
    const scenario = givenThree();
    const [second, third] = rest(scenario);
    decideAll(scenario, 'approve', [second!]);
    expect(codesOf(decideAll(scenario, 'approve', [second!]))).toEqual([
      'approval/already-approved',
      'approval/already-approved',
    ]);
    write(scenario, 2);
    // The one has run, and of the other nothing is missing any more.
    expect(codesOf(decideAll(scenario, 'reject', [second!, third!]))).toEqual([
      'approval/hold-not-pending',
      'approval/hold-not-pending',
    ]);
  });
});
