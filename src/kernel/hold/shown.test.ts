import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  codesOf,
  cyd,
  factsOf,
  constraints,
  givenTask,
  holdWrites,
  permitAll,
  PLAIN,
  refold,
  toolOf,
} from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { ArgumentGrounding } from '../flow/grounding.ts';
import { initialState } from '../evolve.ts';
import { shownOf } from './shown.ts';
import { timesOf } from './uses.ts';

const MODEL = { provider: 'acme', name: 'small', fingerprint: 'f1' };
const several = { ...holdWrites(), hold: { approvers: [{ role: 'finance', quorum: 1 }], maxUses: 3 } };

function givenHold(setting: Setting = {}): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites()], model: MODEL, ...setting });
  scenario.act('write');
  return scenario;
}

const placed = (level: ArgumentGrounding['level']): ArgumentGrounding => ({
  pointer: '/path',
  role: 'path',
  level,
  match: 'exact',
  sources: [],
  instructed: false,
});

const MOVES: readonly (readonly [string, (scenario: Scenario) => void])[] = [
  [
    'model',
    (scenario) =>
      scenario.ask('change-agent-model', ada, { agent: 'bot', model: { ...MODEL, fingerprint: 'f2' } }),
  ],
  [
    'definition',
    (scenario) => {
      const changed = { ...toolOf('write', ['write']), definition: 'another-definition' };
      scenario.setting.tools = [changed];
      scenario.propose('crm', 'proposal-2');
      scenario.admit('crm', 'proposal-2');
    },
  ],
  [
    'workflow',
    (scenario) => {
      scenario.setting.workflow = { digest: 'another-digest' };
      scenario.publishWorkflow();
    },
  ],
];

describe('what was shown', () => {
  test.each(MOVES)('is not approved once its %s has moved, and is when it is shown again', (part, move) => {
    const scenario = givenHold();
    const signed = scenario.statement(ben, 'approve', {});
    move(scenario);
    const refused = scenario.ask('approve', ben, signed);
    expect(codesOf(refused)).toEqual(['approval/shown-changed']);
    expect(factsOf(refused, 'shown-changed')).toMatchObject({ moved: [part] });
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test.each([MOVES[0]!, MOVES[2]!])(
    'lifts nothing once its %s has moved: it is asked again',
    (part, move) => {
      const scenario = givenHold();
      const given = scenario.approve(ben);
      move(scenario);
      const again = scenario.act('write');
      expect(again.verdict).toBe('hold');
      expect(again.events[0]?.body).toMatchObject({
        joined: true,
        outdated: [{ approval: given.events[0]!.id, moved: [part] }],
      });
      expect(scenario.hold.approvals).toEqual([]);
      expect(scenario.approve(ben).verdict).toBe('permit');
      expect(scenario.act('write').verdict).toBe('permit');
      expect(refold(scenario.events).task).toEqual(scenario.state.task);
    },
  );

  test('lifts nothing where a value is grounded worse, or carries more, than people saw', () => {
    const carrying = (sensitivity: 'internal' | 'restricted') => [
      {
        pointer: '',
        role: 'content' as const,
        labels: { sensitivity, categories: [], integrity: 'trusted' as const },
        isPlaced: true,
      },
    ];
    const now = { grounding: [placed('named')], carried: carrying('internal') };
    for (const [worse, part] of [
      [{ ...now, grounding: [placed('unseen')] }, 'grounding'],
      [{ ...now, carried: carrying('restricted') }, 'labels'],
    ] as const) {
      const scenario = givenTask({ rules: [permitAll, holdWrites()] });
      scenario.act('write', now);
      scenario.approve(ben);
      expect(scenario.act('write', worse).events[0]?.body).toMatchObject({ outdated: [{ moved: [part] }] });
    }
  });

  test('still counts where a value turns out to be better grounded', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites()] });
    scenario.act('write', { grounding: [placed('untrusted')] });
    scenario.approve(ben);
    expect(scenario.act('write', { grounding: [placed('person')] }).verdict).toBe('permit');
  });

  test('counts no data that the task read since, for values that nobody could place before either', () => {
    const labels = { sensitivity: 'public', categories: [], integrity: 'trusted' } as const;
    const carried = [{ pointer: '', role: 'content', labels, isPlaced: false }] as const;
    const secret = { ...labels, sensitivity: 'restricted' } as const;
    const tools = [toolOf('write', ['write']), toolOf('read', ['read'], {}, { ...PLAIN, output: secret })];
    const scenario = givenTask({ rules: [permitAll, holdWrites()], tools });
    scenario.act('write', { carried });
    scenario.approve(ben);
    scenario.settle(scenario.act('read').action);
    expect(scenario.task.data.sensitivity).toBe('restricted');
    expect(scenario.act('write', { carried }).verdict).toBe('permit');
  });

  test('is not asked of an approval that an older ledger holds, which did not say it', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    const older = scenario.events.map((event) => {
      if (event.type !== 'approval-given') return event;
      const { shown: _shown, ...statement } = event.body.statement;
      return { ...event, body: { ...event.body, statement } };
    });
    scenario.state = refold(older);
    scenario.load('policy-1');
    expect(scenario.hold.approvals[0]?.shown).toBeUndefined();
    MOVES[0]![1](scenario);
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('is not made up for an edit that does not say it', () => {
    const scenario = givenHold();
    const edited = { digest: 'write {"path":"b"}', arguments: 'hmac-of-{"path":"b"}' };
    scenario.approve(ben, { edited });
    const told = scenario.events.map((event) => {
      if (event.type !== 'hold-edited') return event;
      const { shown: _shown, ...statement } = event.body.statement;
      return { ...event, body: { ...event.body, statement } };
    });
    expect(scenario.hold.approvals[0]?.shown).toBeDefined();
    scenario.state = refold(told);
    expect(scenario.hold).toMatchObject({ status: 'pending', digest: edited.digest });
    expect(scenario.hold.approvals[0]?.shown).toBeUndefined();
  });

  test('is nothing where nothing of it is there any more', () => {
    const { task, hold } = givenHold();
    expect(shownOf(initialState(constraints), task, hold)).toMatchObject({
      policy: null,
      model: null,
      definition: null,
      effects: [],
      workflow: null,
    });
  });

  test('is said by every statement that approves', () => {
    const scenario = givenHold();
    const { statement, ...rest } = scenario.statement(ben, 'approve', {});
    const { shown: _shown, times: _times, ...older } = statement;
    const silent = { ...older, v: 1, type: 'holdpoint/approval@v1' } as const;
    const decision = scenario.ask('approve', ben, { ...rest, statement: silent });
    expect(factsOf(decision, 'shown-changed')).toMatchObject({ moved: ['statement'] });
  });
});

describe('an approval for several', () => {
  const run = (scenario: Scenario) => {
    const decision = scenario.act('write');
    if (decision.verdict === 'permit') {
      scenario.settle(decision.action);
      scenario.deliver(decision.action);
    }
    return decision;
  };

  test('is used so often, each time decided afresh and recorded', () => {
    const scenario = givenHold({ rules: [permitAll, several] });
    expect(scenario.approve(ben, { times: 2 }).verdict).toBe('permit');
    const uses = [1, 2].map(() => run(scenario).events[0]?.body);
    expect(uses).toMatchObject([{ use: 1 }, { use: 2 }]);
    const { id } = scenario.hold;
    expect(run(scenario).verdict).toBe('hold');
    expect(scenario.hold.id).not.toBe(id);
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('is refused where a policy that asks lets fewer', () => {
    const scenario = givenHold();
    const refused = scenario.approve(ben, { times: 2 });
    expect(codesOf(refused)).toEqual(['approval/too-many-uses']);
    expect(factsOf(refused, 'too-many-uses')).toMatchObject({ times: 2, bound: 1 });
  });

  test('is for one where nobody approved', () => {
    expect(timesOf({ approvals: [] })).toBe(1);
  });

  test('ends with the hold', () => {
    const scenario = givenHold({ rules: [permitAll, several] });
    scenario.approve(ben, { times: 2 });
    run(scenario);
    scenario.at = scenario.hold.expiresAt;
    expect(run(scenario).verdict).toBe('hold');
  });
});

describe('other arguments that an approver writes', () => {
  const written = { path: 'b' };
  const edited = { digest: `write ${JSON.stringify(written)}`, arguments: 'hmac-of-{"path":"b"}' };

  test('are what waits from then on, approved by their writer and decided afresh', () => {
    const scenario = givenHold();
    expect(scenario.approve(ben, { edited }).events.map(({ type }) => type)).toEqual(['hold-edited']);
    expect(scenario.hold).toMatchObject({ ...edited, edited: { operator: 'ben' }, status: 'pending' });
    const original = scenario.act('write');
    expect(codesOf(original)).toEqual(['approval/edited']);
    expect(scenario.act('write', { arguments: written }).verdict).toBe('permit');
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('may be those that it was asked for with at first', () => {
    const scenario = givenHold({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    const { digest, arguments: first } = scenario.hold;
    scenario.approve(ben, { edited });
    scenario.approve(cyd, { edited: { digest, arguments: first } });
    expect(codesOf(scenario.act('write', { arguments: written }))).toEqual(['approval/edited']);
    expect(scenario.act('write').verdict).toBe('hold');
    scenario.approve(ben);
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('are approved by as many as before', () => {
    const scenario = givenHold({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    scenario.approve(ben, { edited });
    expect(scenario.act('write', { arguments: written }).verdict).toBe('hold');
  });

  test('are approved by others again once somebody looked at what they carry', () => {
    const scenario = givenHold({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    scenario.approve(ben, { edited });
    const unseen = scenario.approve(cyd);
    const labels = { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' } as const;
    const carried = [{ pointer: '', role: 'content' as const, labels, isPlaced: true }];
    const again = () => scenario.act('write', { arguments: written, carried, grounding: [placed('unseen')] });
    expect(again().events[0]?.body).toMatchObject({
      outdated: [{ approval: unseen.events[0]!.id, moved: ['grounding', 'labels'] }],
    });
    expect(scenario.hold.approvals).toMatchObject([{ operator: 'ben' }]);
    expect(scenario.approve(cyd).verdict).toBe('permit');
    expect(again().verdict).toBe('permit');
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('are refused where they are the same, or where it is said in a rejection', () => {
    const scenario = givenHold();
    const same = { digest: scenario.hold.digest, arguments: scenario.hold.arguments };
    expect(codesOf(scenario.approve(ben, { edited: same }))).toEqual(['approval/not-editable']);
    expect(codesOf(scenario.reject(ben, { edited }))).toEqual(['approval/digest-mismatch']);
  });
});

test('a rejection says what was wrong, and its words are for the agent only where that is said', () => {
  const scenario = givenHold();
  scenario.reject(ben, { category: 'wrong-amount', tell: true });
  expect(scenario.hold.rejection).toEqual({ category: 'wrong-amount', words: 'hmac-of-reason' });
  expect(factsOf(scenario.act('write'), 'rejected')).toMatchObject({ category: 'wrong-amount' });
  const silent = givenHold();
  silent.reject(ben, { category: 'unsafe' });
  expect(silent.hold.rejection?.words).toBeNull();
});
