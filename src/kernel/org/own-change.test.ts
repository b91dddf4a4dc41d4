// What a chain changed, or may have, it does not approve by itself, in all of its tasks.

import { describe, expect, test } from 'vitest';
import {
  ada,
  allowance,
  ben,
  bot,
  codesOf,
  factsOf,
  given,
  givenTask,
  holdpoint,
  permitAll,
  refold,
  toolOf,
} from '../given.contract.ts';
import type { Rule, Scenario, Setting } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import type { Event } from '../event.ts';
import type { JsonObject } from '../json.ts';
import type { GroundingLevel } from '../flow/grounding-level.ts';
import type { PolicyQuery } from '../policy.ts';
import { triggerOf } from '../chain/trigger.contract.ts';
import { addChanged, MAX_CHANGED, OTHERS } from '../chain/usage.ts';

const DENIED = ['duty/chain-may-change-and-approve'];

const tools = [
  toolOf('sign', ['approve', 'write']),
  toolOf('edit', ['write']),
  toolOf('look', ['read']),
  toolOf('mail', ['send'], {}, { triggers: [triggerOf()] }),
];

/** Somebody is asked where policy is told that a chain approves its own. */
const askOwn: Rule = {
  id: 'own',
  effect: 'forbid',
  hold: { approvers: [{ role: 'finance', quorum: 1 }] },
  when: ({ context }: PolicyQuery) =>
    (context['chain'] as { ownSetUp: boolean } | undefined)?.ownSetUp === true,
};

function begun(setting: Setting = {}): Scenario {
  return givenTask({ tools, ...setting });
}

/** Asks to sign something, given by somebody. */
function signs(
  scenario: Scenario,
  object: string | null,
  level: GroundingLevel = 'trusted',
  forms: readonly string[] = [],
): Decision {
  const grounding = {
    pointer: '/id',
    role: 'selector',
    level,
    match: 'exact',
    sources: [],
    instructed: false,
  };
  return scenario.act('sign', {
    arguments: { id: object },
    ...(object === null ? {} : { objects: [object], parties: [], forms, grounding: [grounding as never] }),
  });
}

/** Edits something, and is told what that made. */
function makes(scenario: Scenario, name: string): void {
  const { action } = scenario.act('edit');
  const done = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 1, code: null } as const;
  const fact = { fact: 'call', action: action!, ...done, made: [name] } as const;
  scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
}

describe('a chain', () => {
  test('does not approve what it changed, whoever named it and whomever policy would ask', () => {
    const scenario = begun({ rules: [permitAll, askOwn] });
    scenario.act('edit', { objects: ['order-7'] });
    const decision = signs(scenario, 'order-7', 'person');
    expect(codesOf(decision)).toEqual(DENIED);
    expect(factsOf(decision, 'chain-may-change-and-approve')).toMatchObject({ change: 'certain' });
    expect(refold(scenario.events).task?.usage.changed).toEqual(['connector/crm', 'order-7']);
  });

  test('approves what it did not change, although it might have', () => {
    const scenario = begun();
    scenario.act('look', { objects: ['order-7'] });
    expect(signs(scenario, 'order-7').verdict).toBe('permit');
    // Approving is not changing: it goes on.
    expect(signs(scenario, 'order-8').verdict).toBe('permit');
    expect(scenario.task.usage.changed).toEqual([]);
  });

  test('approves what a person named, and it did not change, after it changed another thing', () => {
    const scenario = begun();
    scenario.act('edit', { objects: ['order-7'] });
    expect(signs(scenario, 'order-8', 'person').verdict).toBe('permit');
  });

  test.each<[string, string | null, GroundingLevel]>([
    ['came up since', 'order-8', 'trusted'],
    ['has no name', null, 'person'],
  ])('may have made what %s: people are asked, or nobody approves it', (_, object, level) => {
    const alone = begun();
    alone.act('edit', { objects: ['order-7'] });
    const decision = signs(alone, object, level);
    expect(codesOf(decision)).toEqual(DENIED);
    expect(factsOf(decision, 'chain-may-change-and-approve')).toMatchObject({ change: 'possible' });
    const asking = begun({ rules: [permitAll, askOwn] });
    asking.act('edit', { objects: ['order-7'] });
    expect(signs(asking, object, level).verdict).toBe('hold');
    expect(asking.approve(ben).verdict).toBe('permit');
    expect(signs(asking, object, level).verdict).toBe('permit');
  });

  test('may have changed anything where a call names more than is told apart', () => {
    const changing = begun();
    changing.act('edit', { objects: ['order-7', OTHERS] });
    expect(codesOf(signs(changing, 'order-8', 'person'))).toEqual(DENIED);
    const signing = begun();
    signing.act('edit', { objects: ['order-7'] });
    const said = { pointer: '/id', role: 'selector', level: 'person', match: 'exact' } as const;
    const decision = signing.act('sign', {
      arguments: { id: ['order-8'] },
      objects: ['order-8', OTHERS],
      grounding: [{ ...said, sources: [], instructed: false }],
    });
    expect(factsOf(decision, 'chain-may-change-and-approve')).toMatchObject({ change: 'possible' });
  });

  test('may approve its own by what nobody looked up, whatever else in the call the person named', () => {
    const roles = { '/team': 'selector', '/all/*/filter': 'selector' } as const;
    const scenario = begun({
      tools: [toolOf('sign', ['approve'], {}, { roles }), toolOf('edit', ['write'])],
    });
    scenario.act('edit', { objects: ['order-7'] });
    const said = {
      role: 'selector',
      level: 'person',
      match: 'exact',
      sources: [],
      instructed: false,
    } as const;
    const sign = (input: JsonObject, ...pointers: string[]): Decision =>
      scenario.act('sign', {
        arguments: input,
        objects: ['some'],
        grounding: pointers.map((pointer) => ({ ...said, pointer })),
      });
    const all = { team: 'sales-1', all: [{ filter: 'what is pending' }] };
    expect(codesOf(sign(all, '/team'))).toEqual(DENIED);
    expect(codesOf(sign({ ...all, x: 'said' }, '/team', '/x'))).toEqual(DENIED);
    expect(sign(all, '/team', '/all/0/filter').verdict).toBe('permit');
    expect(sign({ team: 'sales-1' }, '/team').verdict).toBe('permit');
    const unseen = scenario.act('sign', { arguments: all, objects: ['some'] });
    expect(codesOf(unseen)).toEqual(DENIED);
  });

  test('may have made or changed what has a form that it named, whoever says so: people are asked', () => {
    const rules = [permitAll, askOwn];
    const scenario = begun({ rules });
    scenario.act('edit', { objects: ['CR-5'], names: ['roof'], forms: ['number 5'] });
    expect(scenario.task.usage.setUp).toEqual(['roof']);
    const changed = ['connector/crm', 'CR-5', 'roof', 'number 5'];
    expect(refold(scenario.events).task?.usage.changed).toEqual(changed);
    expect(signs(scenario, '6', 'person', ['number 6']).verdict).toBe('permit');
    for (const form of ['number 5', 'roof']) {
      expect(signs(scenario, '5', 'person', [form]).verdict).toBe('hold');
      const alone = begun();
      alone.act('edit', { objects: ['CR-5'], names: ['roof'], forms: ['number 5'] });
      const decision = signs(alone, '5', 'person', [form]);
      expect(codesOf(decision)).toEqual(DENIED);
      expect(factsOf(decision, 'chain-may-change-and-approve')).toMatchObject({ change: 'possible' });
    }
  });

  test('made what an answer names, although a person named it, too, in what it sets off as well', () => {
    const scenario = given({ tools, workflow: { unattended: true }, rules: [permitAll, askOwn] });
    scenario.open(ada);
    scenario.act('mail');
    makes(scenario, 'CR-5');
    expect(refold(scenario.events).task?.usage).toMatchObject({
      setUp: ['CR-5'],
      changed: ['connector/crm', 'CR-5'],
    });
    expect(signs(scenario, 'cr-5', 'person', ['CR-5']).verdict).toBe('hold');
    expect(signs(scenario, 'cr-6', 'person', ['CR-6']).verdict).toBe('permit');
    // What another task made is none of what the first set off.
    scenario.open(ada);
    makes(scenario, 'CR-6');
    scenario.open(bot);
    expect(scenario.task.depth).toBe(1);
    expect(signs(scenario, 'cr-5', 'person', ['CR-5']).verdict).toBe('hold');
    expect(signs(scenario, 'cr-6', 'person', ['CR-6']).verdict).toBe('permit');
  });

  test.each<Effect>(['send', 'spend', 'execute', 'delete', 'admin', 'impersonate', 'unknown'])(
    'may have made something by what has the effect %s',
    (effect) => {
      const scenario = begun({ tools: [toolOf('sign', ['approve']), toolOf('do', [effect])] });
      scenario.act('do', { objects: [] });
      expect(codesOf(signs(scenario, 'order-8'))).toEqual(DENIED);
    },
  );

  test('did nothing here by what it changed elsewhere, however much that was', () => {
    const scenario = begun({ allowances: [allowance('erp/edit'), allowance('crm/sign')] });
    scenario.propose('erp', 'proposal-2');
    scenario.admit('erp', 'proposal-2');
    expect(scenario.act('edit', { connector: 'erp', objects: ['a', OTHERS] }).verdict).toBe('permit');
    expect(signs(scenario, 'order-8').verdict).toBe('permit');
  });

  test('remembers it in what it sets off', () => {
    const scenario = given({ tools, workflow: { unattended: true } });
    scenario.open(ada);
    scenario.act('edit', { objects: ['order-7'] });
    scenario.act('mail', { objects: [] });
    scenario.open(bot);
    expect(scenario.task.depth).toBe(1);
    expect(factsOf(signs(scenario, 'order-7'), 'chain-may-change-and-approve')).toMatchObject({
      change: 'certain',
    });
    expect(signs(scenario, 'order-8', 'person').verdict).toBe('permit');
  });
});

test('past what is remembered a chain may have changed anything', () => {
  const scenario = begun();
  const changed = addChanged(
    [],
    Array.from({ length: MAX_CHANGED + 9 }, (_, n) => `thing ${n}`),
  );
  expect(changed).toHaveLength(MAX_CHANGED);
  const task = { ...scenario.task, usage: { ...scenario.task.usage, changed } };
  scenario.state = { ...scenario.state, task };
  expect(codesOf(signs(scenario, 'order-8', 'person'))).toEqual(DENIED);
});

test('a record that does not say what it changed says where', () => {
  const scenario = begun();
  scenario.act('edit', { objects: ['order-7'] });
  const older = scenario.events.map((event): Event => {
    if (event.type !== 'action-permitted') return event;
    const { changed: _, ...body } = event.body;
    return { ...event, body };
  });
  expect(refold(older).task?.usage.changed).toEqual(['connector/crm']);
});
