import { describe, expect, test } from 'vitest';
import type { EventOf } from '../event.ts';
import {
  ada,
  allowance,
  bot,
  codesOf,
  factsOf,
  given,
  HOUR,
  holdpoint,
  PLAIN,
  refold,
  toolOf,
} from '../given.contract.ts';
import type { Rule, Setting } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { JsonObject } from '../json.ts';
import type { Effect } from '../effect.ts';
import type { Trigger } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const PII = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' } as const;

function tools(...triggers: readonly Trigger[]) {
  const roles = { '/amount': 'amount' } as const;
  return [
    toolOf('inbox', ['read'], {}, { output: PII }),
    toolOf('mail', ['send', 'spend'], {}, { egress: 'external', roles, triggers }),
  ];
}

const unattended = { unattended: true };

/** A task that read the inbox and then sent mail, which may set something off. */
function sent(triggers: readonly Trigger[], setting: Setting = {}) {
  const scenario = given({ tools: tools(...triggers), workflow: unattended, ...setting });
  scenario.open();
  scenario.act('inbox');
  const mailed = scenario.act('mail', { arguments: { amount: 2 } });
  return { scenario, mailed };
}

function firingsOf({ events }: Decision): EventOf<'trigger-fired'>[] {
  return events.filter((event) => event.type === 'trigger-fired');
}

/** What policy is shown of the next call. */
function contextOf(setting: Setting, ask: (rules: readonly Rule[]) => void): JsonObject {
  const seen: JsonObject[] = [];
  const spy: Rule = { id: 'spy', effect: 'permit', when: ({ context }) => seen.push(context) > 0 };
  ask([...(setting.rules ?? []), spy]);
  return seen.at(-1)!;
}

describe('a call that may set something off', () => {
  test('is recorded so with its permit, after its cause, with all that goes on counting', () => {
    const { scenario, mailed } = sent([triggerOf()]);
    const [fired] = firingsOf(mailed);
    expect(fired).toMatchObject({ stream: 'connector/crm', causes: [mailed.events[0]?.id] });
    expect(fired?.body).toEqual({
      tool: 'mail',
      trigger: 'desk',
      starts: 'workflow/triage',
      task: scenario.task.id,
      action: mailed.action,
      depth: 0,
      data: PII,
      usage: {
        calls: 2,
        byEffect: { read: 1, send: 1, spend: 1 },
        crossings: 1,
        spent: 20_000,
        destinations: 0,
        fired: 1,
        setUp: [],
        changed: ['connector/crm'],
        records: 0,
        bytes: 0,
        contradicted: 0,
      },
      above: { agents: ['bot'], requesters: ['ada'] },
      until: scenario.at + 5_000 + 60_000 + 60_000,
    });
    expect(scenario.state.firings).toMatchObject([{ action: mailed.action, record: fired?.id }]);
    expect(refold(scenario.events).firings).toEqual(scenario.state.firings);
  });

  test('does not change the connector', () => {
    const { scenario, mailed } = sent([triggerOf()]);
    const { connectors } = scenario.state;
    scenario.act('mail', { digest: 'again' });
    expect(firingsOf(mailed)).toHaveLength(1);
    expect(scenario.state.connectors).toBe(connectors);
  });

  test('is recorded after the lease that it needs, and once for each trigger that its arguments fit', () => {
    const other = triggerOf({ starts: '', name: 'other', when: { properties: { amount: { maximum: 1 } } } });
    const { mailed } = sent(
      [triggerOf({ starts: 'crm/inbox' }), other, triggerOf({ starts: '', name: 'out' })],
      { ttlSeconds: 60 },
    );
    expect(mailed.events.map(({ type }) => type)).toEqual([
      'action-permitted',
      'lease-granted',
      'trigger-fired',
      'trigger-fired',
    ]);
    expect(firingsOf(mailed).map(({ body }) => body.trigger)).toEqual(['desk', 'out']);
  });

  test('is not one where it is denied', () => {
    const forbid: Rule = { id: 'no', effect: 'forbid', when: ({ action }) => action === 'crm/mail' };
    const permits: Rule = { id: 'yes', effect: 'permit' };
    expect(sent([triggerOf({ starts: '' })], { rules: [permits, forbid] }).scenario.state.firings).toEqual(
      [],
    );
  });

  test('set nothing off where it surely never started, unless that is a presumption', () => {
    const unsent = sent([triggerOf()]);
    unsent.scenario.settle(unsent.mailed.action, { outcome: 'not-started' });
    expect(unsent.scenario.state.firings).toEqual([]);
    for (const outcome of ['succeeded', 'unknown', 'failed'] as const) {
      const { scenario, mailed } = sent([triggerOf()]);
      scenario.settle(mailed.action, { outcome });
      expect(scenario.state.firings).toHaveLength(1);
    }
    const { scenario, mailed } = sent([triggerOf()]);
    const fact = { fact: 'lapsed', action: mailed.action!, outcome: 'not-started' } as const;
    scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
    const inbox = scenario.act('inbox', { digest: 'again' });
    const before = scenario.state.firings;
    expect(before).toHaveLength(1);
    scenario.settle(inbox.action, { outcome: 'not-started' });
    expect(scenario.state.firings).toBe(before);
  });
});

describe('a task that an agent opens by itself', () => {
  test('goes on from what may have set it off', () => {
    const { scenario, mailed } = sent([triggerOf()]);
    const above = scenario.task.id;
    const record = firingsOf(mailed)[0]!.id;
    const opened = scenario.open(bot);
    expect(opened.events[0]?.causes).toEqual([scenario.state.org.workflows['triage']?.record, record]);
    expect(scenario.task).toMatchObject({
      cause: { task: above, action: mailed.action, record },
      depth: 1,
      data: PII,
      inherited: {
        calls: 2,
        byEffect: { read: 1, send: 1, spend: 1 },
        crossings: 1,
        spent: 20_000,
        fired: 1,
      },
      usage: { calls: 0, spent: 0, fired: 0 },
    });
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test('shows policy the whole chain: depth, labels and counts', () => {
    const context = contextOf({}, (rules) => {
      const { scenario } = sent([triggerOf()], { rules });
      scenario.open(bot);
      scenario.act('mail', { arguments: { amount: 3 } });
      scenario.act('mail', { arguments: { amount: 3 } });
    });
    expect(context).toMatchObject({
      task: { depth: 1, trigger: 'agent' },
      data: { sensitivity: 2, categories: ['pii'], trusted: false },
      chain: {
        calls: 3,
        reads: 2,
        sends: 2,
        crossings: 2,
        spent: { __extn: { arg: '5.0000' } },
        spentAfter: { __extn: { arg: '8.0000' } },
        thisTool: { calls: 1 },
      },
    });
  });

  test('hands on what it took over', () => {
    const { scenario } = sent([triggerOf()]);
    scenario.open(bot);
    scenario.act('mail', { arguments: { amount: 1 } });
    scenario.open(bot);
    expect(scenario.task.depth).toBe(2);
    // The first task's own firing lives on: both may have set it off, and what each did counts once.
    expect(scenario.task.inherited).toMatchObject({ calls: 2 + 1, spent: 20_000 + 10_000 });
  });

  test('is one that does with what is started, too', () => {
    const { scenario } = sent([triggerOf({ starts: 'crm/inbox' })]);
    scenario.open(bot);
    expect(scenario.task.depth).toBe(1);
  });

  test('begins anew where nothing leads to it', () => {
    const elsewhere = sent([triggerOf({ starts: 'workflow/other' })]).scenario;
    elsewhere.open(bot);
    expect(elsewhere.task).toMatchObject({ cause: null, depth: 0, inherited: { calls: 0 } });
    const late = sent([triggerOf()]).scenario;
    late.at = late.state.firings[0]!.until;
    late.open(bot);
    expect(late.task.depth).toBe(1);
    late.at += 1;
    late.open(bot);
    expect(late.task.depth).toBe(0);
    const outside = sent([triggerOf({ starts: '' })]).scenario;
    outside.open(bot);
    expect(outside.task.depth).toBe(0);
  });

  test('counts the calls of one task above it once, and those of several together', () => {
    const { scenario } = sent([triggerOf()]);
    scenario.act('mail', { arguments: { amount: 5 } });
    scenario.open(ada);
    const second = scenario.task.id;
    scenario.act('mail', { arguments: { amount: 1 } });
    scenario.open(bot);
    expect(scenario.task.inherited).toMatchObject({ calls: 3 + 1, spent: 80_000 });
    expect(scenario.task.cause?.task).not.toBe(second);
  });
});

describe('a task that a person opens', () => {
  test('begins anew, unless the person names what set it off', () => {
    const { scenario, mailed } = sent([triggerOf({ starts: 'workflow/other' })]);
    scenario.open(ada);
    expect(scenario.task).toMatchObject({ cause: null, depth: 0 });
    scenario.open(ada, { cause: mailed.action! });
    expect(scenario.task).toMatchObject({ cause: { action: mailed.action }, depth: 1, data: PII });
  });

  test('names no action that may have set nothing off', () => {
    const { scenario, mailed } = sent([triggerOf()]);
    const denied = scenario.open(ada, { cause: 'act_none' });
    expect(codesOf(denied)).toEqual(['identity/unknown-cause']);
    expect(factsOf(denied, 'unknown-cause')).toEqual({ cause: 'act_none' });
    scenario.at += HOUR;
    expect(codesOf(scenario.open(ada, { cause: mailed.action! }))).toEqual(['identity/unknown-cause']);
  });
});

describe('tasks that set each other off', () => {
  test('do so only so deep', () => {
    const { scenario } = sent([triggerOf()], { limits: { calls: 10 } });
    for (let depth = 1; depth <= 8; depth += 1) {
      expect(scenario.open(bot).verdict).toBe('permit');
      expect(scenario.act('mail').verdict).toBe('permit');
    }
    expect(codesOf(scenario.act('mail'))).toEqual(['budget/calls-exhausted']);
    const above = scenario.task.id;
    const denied = scenario.open(bot);
    expect(codesOf(denied)).toEqual(['budget/too-deep']);
    expect(factsOf(denied, 'too-deep')).toEqual({ task: above, depth: 9, limit: 8 });
  });

  test('do so as deep as the workflow says', () => {
    const { scenario } = sent([triggerOf()], { limits: { depth: 0 } });
    expect(codesOf(scenario.open(bot))).toEqual(['budget/too-deep']);
    expect(scenario.open(ada).verdict).toBe('permit');
  });
});

describe('what a task set off that was quarantined with its tree', () => {
  const stop = (scenario: ReturnType<typeof sent>['scenario'], task: string, tree?: true) =>
    scenario.ask('quarantine', ada, { task, reason: 'odd', ...(tree === true ? { tree } : {}) });

  test('does not begin by itself; a person may begin it', () => {
    const { scenario, mailed } = sent([triggerOf()]);
    stop(scenario, scenario.task.id, true);
    const refused = scenario.open(bot);
    expect(codesOf(refused)).toEqual(['control/cause-quarantined']);
    expect(factsOf(refused, 'cause-quarantined')).toMatchObject({ action: mailed.action });
    expect(scenario.open(ada).verdict).toBe('permit');
    expect(scenario.open(ada, { cause: mailed.action! }).verdict).toBe('permit');
    expect(refold(scenario.events).firings).toEqual(scenario.state.firings);
  });

  test('nor does what an ended task below it set off', () => {
    const { scenario } = sent([triggerOf()]);
    const { task: above } = scenario;
    scenario.at += 1;
    scenario.open(bot);
    scenario.settle(scenario.act('mail', { arguments: { amount: 1 } }).action);
    scenario.ask('close-task', ada, { task: scenario.task.id });
    scenario.state = { ...scenario.state, task: above };
    expect(stop(scenario, above.id, true).verdict).toBe('permit');
    expect(scenario.state.firings.map(({ stopped }) => stopped)).toEqual([true, true]);
  });

  test('goes on where the task alone was quarantined, or another one', () => {
    const { scenario } = sent([triggerOf()]);
    const first = scenario.task.id;
    stop(scenario, first);
    expect(scenario.open(bot).verdict).toBe('permit');
    stop(scenario, scenario.task.id, true);
    expect(scenario.open(bot).verdict).toBe('permit');
  });
});

describe('past what is remembered one by one', () => {
  const many = { limits: { calls: 1_000, wallSeconds: 100_000, breaker: { repeats: 1_000 } } };
  const remembered = ({ state }: ReturnType<typeof sent>['scenario']) =>
    state.firings.filter(({ starts }) => starts !== '');

  test('a later call of a task says what its earlier ones did', () => {
    const { scenario } = sent([triggerOf(), triggerOf({ starts: '', name: 'out' })], many);
    const first = scenario.task.id;
    scenario.open(ada);
    for (let call = 0; call < 70; call += 1) {
      scenario.act('mail', { arguments: { amount: 1 }, digest: `mail ${call}` });
    }
    expect(remembered(scenario)).toHaveLength(64);
    expect(remembered(scenario)[0]).toMatchObject({ task: first, action: expect.any(String) });
    expect(remembered(scenario)[1]).toMatchObject({ task: scenario.task.id, action: null });
    scenario.open(bot);
    expect(scenario.task).toMatchObject({ data: PII, inherited: { spent: 20_000 + 700_000 } });
  });

  test('calls of many tasks are added up', () => {
    const { scenario } = sent([triggerOf()], many);
    for (let call = 0; call < 70; call += 1) {
      scenario.open(ada);
      scenario.act('mail', { arguments: { amount: 1 } });
    }
    expect(remembered(scenario)).toHaveLength(64);
    const [oldest] = remembered(scenario);
    expect(oldest).toMatchObject({ task: null, action: null, data: PII, usage: { spent: 20_000 + 70_000 } });
    expect(codesOf(scenario.open(ada, { cause: 'null' }))).toEqual(['identity/unknown-cause']);
    scenario.open(bot);
    expect(scenario.task).toMatchObject({ data: PII, inherited: { calls: 72, spent: 20_000 + 700_000 } });
  });

  test('calls that stand as one are causes for as long as any of them is', () => {
    const { scenario } = sent([triggerOf()], many);
    const mail = (call: number): void => {
      scenario.open(ada);
      scenario.act('mail', { arguments: { amount: 1 } });
      scenario.at += call === 0 ? 30_000 : 0;
    };
    for (let call = 0; call < 66; call += 1) mail(call);
    const [oldest, next] = remembered(scenario);
    expect(oldest).toMatchObject({ task: null, until: next!.until });
  });

  test('one that stands for a quarantined task is stopped with it, and stays so', () => {
    const { scenario } = sent([triggerOf()], many);
    const { task: first } = scenario;
    const mail = (times: number): void => {
      for (let call = 0; call < times; call += 1) {
        scenario.open(ada);
        scenario.act('mail', { arguments: { amount: 1 } });
      }
    };
    mail(70);
    const { task: last } = scenario;
    const stop = (task: typeof first): void => {
      scenario.state = { ...scenario.state, task };
      scenario.ask('quarantine', ada, { task: task.id, reason: 'odd', tree: true });
    };
    stop(last);
    expect(remembered(scenario)[0]).not.toHaveProperty('stopped');
    stop(first);
    mail(3);
    expect(remembered(scenario)[0]).toMatchObject({ task: null, stopped: true });
    expect(codesOf(scenario.open(bot))).toEqual(['control/cause-quarantined']);
  });

  test('one that stands for more than are kept apart is stopped with each task', () => {
    const { scenario } = sent([triggerOf()], many);
    for (let call = 0; call < 64 + 32; call += 1) {
      scenario.open(ada);
      scenario.act('mail', { arguments: { amount: 1 } });
    }
    scenario.open(ada);
    scenario.ask('quarantine', ada, { task: scenario.task.id, reason: 'odd', tree: true });
    expect(remembered(scenario).filter(({ stopped }) => stopped)).toMatchObject([{ task: null }]);
  });
});

describe('the scope', () => {
  function codes(outcomes: readonly Effect[], tool: string): string[] {
    const scenario = given({ tools: tools(triggerOf({ starts: '', effects: ['execute'] })) });
    scenario.ask('publish-workflow', ada, {
      spec: {},
      workflow: {
        ...scenario.state.org.workflows['triage']!,
        scope: { ...scenario.state.org.workflows['triage']!.scope, outcomes },
      },
    });
    scenario.open();
    return codesOf(scenario.act(tool));
  }

  test('bounds what its actions do and set off, where it says so', () => {
    expect(codes(['read'], 'inbox')).toEqual([]);
    expect(codes(['read', 'send', 'spend'], 'mail')).toEqual(['scope/outcome-out-of-scope']);
    expect(codes(['send', 'spend', 'execute'], 'mail')).toEqual([]);
    expect(codes(['read'], 'none')).toEqual(['definition/unknown-tool']);
  });
});

test('policy is shown what a call comes to', () => {
  const scenario = { allowances: [allowance('crm/*')] };
  const seen = (tool: string) =>
    contextOf({}, (rules) => {
      const made = given({
        ...scenario,
        rules,
        tools: tools(triggerOf({ starts: '', effects: ['execute'] })),
      });
      made.open();
      made.act(tool);
    })['outcome'];
  expect(seen('inbox')).toEqual({
    effects: ['read'],
    downstream: [],
    egress: PLAIN.egress,
    via: [],
  });
  expect(seen('mail')).toEqual({
    effects: ['send', 'spend', 'execute'],
    downstream: ['execute'],
    egress: 'external',
    via: ['desk'],
  });
});
