import { describe, expect, test } from 'vitest';
import { ada, allowance, ben, bot, givenTask, permitAll, PLAIN, toolOf } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { ArgumentGrounding } from './grounding.ts';

const OTHERS = { ...PLAIN, output: { ...PLAIN.output, integrity: 'untrusted' } } as const;
const ROLES = { '/id': 'selector', '/ids/*': 'selector' } as const;
const TOOLS = [
  toolOf('read', ['read']),
  { ...toolOf('look', ['read']), profile: OTHERS },
  { ...toolOf('write', ['write']), profile: { ...PLAIN, roles: ROLES } },
  toolOf('risk', ['write']),
];
const NAMED = TOOLS.map(({ name }) => allowance(`crm/${name}`));
const UNSEEN: ArgumentGrounding = {
  pointer: '/id',
  role: 'selector',
  level: 'unseen',
  match: 'none',
  sources: [],
  instructed: false,
};

interface Listening {
  readonly scenario: Scenario;
  /** What policy was told the last time. */
  readonly told: () => unknown;
  /** What policy is told when the write is asked for now. */
  readonly unheard: (
    grounding?: readonly ArgumentGrounding[],
    input?: { [name: string]: unknown },
  ) => unknown;
}

function givenListening(setting: Setting = {}): Listening {
  let last: unknown;
  const listens = {
    ...permitAll,
    when: ({ context: { grounding } }: { context: { [name: string]: unknown } }) => {
      last = (grounding as { unheard?: boolean } | undefined)?.unheard;
      return true;
    },
  };
  const holds = {
    id: 'risky',
    effect: 'forbid',
    hold: { approvers: [{ role: 'finance', quorum: 1 }] },
  } as const;
  const isRisky = { ...holds, when: ({ action }: { action: string }) => action === 'crm/risk' };
  const scenario = givenTask({ rules: [listens, isRisky], tools: TOOLS, allowances: NAMED, ...setting });
  return {
    scenario,
    told: () => last,
    unheard: (grounding = [UNSEEN], input = { id: 'a' }) => {
      last = undefined;
      scenario.act('write', { arguments: input as never, grounding });
      return last;
    },
  };
}

describe('one value that was seen nowhere', () => {
  test('in the first call of a task can only be its person’s or its agent’s', () => {
    expect(givenListening().unheard()).toBe(true);
  });

  test('is no such value once anything was called, be it trusted or never answered', () => {
    const called = givenListening();
    called.scenario.settle(called.scenario.act('read').action);
    expect(called.unheard()).toBe(false);
    const running = givenListening();
    running.scenario.act('read');
    expect(running.unheard()).toBe(false);
    const given = givenListening();
    given.scenario.settle(given.scenario.act('look').action, { outcome: 'not-started' });
    expect([given.scenario.task.usage.calls, given.unheard()]).toEqual([0, false]);
  });

  test('nor where the connector’s lists may be read, which are no calls', () => {
    const all = givenListening({ allowances: [...NAMED, allowance('mail/*')] });
    expect(all.unheard()).toBe(false);
    const resources = givenListening({ allowances: [...NAMED, allowance('crm/@resources/read')] });
    expect(resources.unheard()).toBe(false);
  });

  test('nor in a question: what it is about is done elsewhere, however often', () => {
    const { scenario, told, unheard } = givenListening();
    const question = {
      subject: { type: 'agent', id: 'bot' },
      action: { name: 'write', properties: { id: 'a' } },
      resource: { type: 'connector', id: 'crm', properties: {} },
      about: scenario.task.id,
      fulfils: [],
      destinations: [],
      described: { grounding: [UNSEEN] },
      digest: 'hmac-of-question',
    };
    scenario.ask('evaluate-access', ada, { questions: [question], until: null });
    expect([told(), unheard()]).toEqual([false, true]);
  });

  test('nor where its agent opened the task', () => {
    const { scenario, unheard } = givenListening({ workflow: { unattended: true } });
    scenario.open(bot, { prompt: null });
    expect([scenario.task.trigger, unheard()]).toEqual(['agent', false]);
  });

  test('nor while people are asked anything of the agent, or after they rejected something', () => {
    const { scenario, unheard } = givenListening();
    scenario.act('risk');
    expect(unheard()).toBe(false);
    const again = givenListening();
    again.scenario.act('risk', { ofAgent: 'hmac-of-risk' });
    again.scenario.reject(ben);
    expect(again.unheard()).toBe(false);
  });
});

describe('what others may have had a hand in', () => {
  const other = (over: Partial<ArgumentGrounding>): unknown =>
    givenListening().unheard([{ ...UNSEEN, ...over }]);

  test('is not one value that was seen nowhere', () => {
    expect(other({ level: 'untrusted' })).toBe(false);
    expect(other({ role: 'content', match: 'embedded' })).toBe(false);
    expect(other({ level: 'person' })).toBe(false);
    expect(givenListening().unheard([UNSEEN, { ...UNSEEN, role: 'path', level: 'untrusted' }])).toBe(false);
  });

  test('is not one of many', () => {
    expect(other({ pointer: '/ids/0' })).toBe(false);
    expect(givenListening().unheard([UNSEEN], { id: 'a', ids: ['b', 'c'] })).toBe(false);
    expect(givenListening().unheard([UNSEEN], { other: 'a' })).toBe(true);
  });
});
