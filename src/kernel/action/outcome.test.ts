import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowance, constraints, given, toolOf } from '../given.contract.ts';
import type { Json } from '../json.ts';
import { findStarted, findTool, outcomeOf, outcomeParts, triggersOf } from './outcome.ts';
import type { Reachable } from './outcome.ts';
import type { Effect } from '../effect.ts';
import type { Tool, Trigger } from '../state.ts';
import { triggerOf } from '../chain/trigger.contract.ts';

function trigger(name: string, starts: string, rest: Partial<Trigger> = {}): Trigger {
  return triggerOf({ name, starts, ...rest });
}

function mail(...triggers: readonly Trigger[]): Tool {
  return toolOf('mail', ['send'], {}, { egress: 'shared', triggers });
}

/** What mail comes to where these tools are there too and `triage` allows them. */
function outcome(tools: readonly Tool[], allowances: readonly string[] = ['crm/*']) {
  const { state } = given({ tools, allowances: allowances.map((tool) => allowance(tool)) });
  const [first] = tools;
  return outcomeOf(state, first!, triggersOf(state, first!, {}));
}

describe('what a call comes to', () => {
  test('is its own effects where it sets nothing off, the same object every time', () => {
    const tool = mail();
    const { state } = given({ tools: [tool] });
    expect(outcome([tool])).toEqual({ effects: ['send'], downstream: [], egress: 'shared', via: [] });
    expect(outcomeOf(state, tool, [])).toBe(outcomeOf(state, tool, []));
  });

  test('is what lies outside, too, as far out as the farthest', () => {
    const outside = trigger('accounts', '', { effects: ['spend'], egress: 'external' });
    expect(outcome([mail(outside)])).toEqual({
      effects: ['send', 'spend'],
      downstream: ['spend'],
      egress: 'external',
      via: ['accounts'],
    });
  });

  test('is all that the workflow it starts may do, through as many triggers as there are', () => {
    const tools = [
      mail(trigger('desk', 'workflow/triage')),
      toolOf('ticket', ['write'], {}, { triggers: [trigger('deploy', 'crm/run', { effects: ['admin'] })] }),
      toolOf('run', ['execute'], {}, { egress: 'external' }),
    ];
    expect(outcome(tools, ['crm/ticket'])).toEqual({
      effects: ['send', 'write', 'admin', 'execute'],
      downstream: ['write', 'admin', 'execute'],
      egress: 'external',
      via: ['desk', 'deploy'],
    });
  });

  test('can be taken apart: each part is named, what only leads on is not', () => {
    const tools = [
      mail(trigger('desk', 'workflow/triage'), trigger('books', '', { effects: ['spend'] })),
      toolOf('odd', ['unknown'], {}, { egress: 'unknown', triggers: [trigger('lost', 'crm/none')] }),
    ];
    const { state } = given({ tools, allowances: [allowance('crm/odd')] });
    const parts = outcomeParts(state, triggersOf(state, tools[0]!, {}));
    expect(parts).toEqual([
      { name: 'books', effects: ['spend'], egress: 'none' },
      { name: 'crm/odd', effects: ['unknown'], egress: 'unknown' },
      { name: 'crm/none', effects: ['unknown'], egress: 'unknown' },
    ]);
    const whole = outcomeOf(state, tools[0]!, triggersOf(state, tools[0]!, {}));
    expect(new Set(['send', ...parts.flatMap(({ effects }) => effects)])).toEqual(new Set(whole.effects));
  });

  test('leads round in a circle once', () => {
    const tools = [
      mail(trigger('there', 'crm/back')),
      toolOf('back', ['write'], {}, { triggers: [trigger('again', 'crm/mail')] }),
    ];
    expect(outcome(tools)).toMatchObject({ effects: ['send', 'write'], via: ['there', 'again'] });
    // What comes back to it comes after it.
    expect(outcome(tools).downstream).toEqual(['write', 'send']);
  });

  test('does not take what the call does itself for what comes after', () => {
    const looks = toolOf('look', ['read']);
    const run = toolOf('run', ['execute'], {}, { triggers: [trigger('desk', 'workflow/triage')] });
    expect(outcome([run, looks], ['crm/look'])).toMatchObject({
      effects: ['execute', 'read'],
      downstream: ['read'],
      via: ['desk'],
    });
  });

  test('is unknown where nobody knows what is started, and nothing of what cannot run', () => {
    expect(outcome([mail(trigger('gone', 'workflow/none'))])).toMatchObject({
      effects: ['send', 'unknown'],
      egress: 'unknown',
    });
    expect(outcome([mail(trigger('gone', 'crm/none'))]).effects).toEqual(['send', 'unknown']);
    expect(outcome([mail(trigger('gone', 'none'))]).effects).toEqual(['send', 'unknown']);
    const idle = outcome([mail(trigger('idle', 'workflow/triage'))], ['crm/none', 'other/*']);
    expect(idle).toMatchObject({ effects: ['send'], egress: 'shared' });
  });

  test('is worked out again once a workflow or the catalog changes', () => {
    const scenario = given({ tools: [mail(trigger('desk', 'workflow/late')), toolOf('run', ['execute'])] });
    const [first] = Object.values(scenario.state.connectors['crm']!.admitted!.tools);
    const effects = (): readonly Effect[] =>
      outcomeOf(scenario.state, first!, first!.profile.triggers!).effects;
    expect(effects()).toEqual(['send', 'unknown']);
    expect(effects()).toEqual(['send', 'unknown']);
    scenario.publishWorkflow('late');
    expect(effects()).toEqual(['send', 'execute']);
  });
});

describe('a trigger', () => {
  const dear = { properties: { amount: { maximum: 10 } } };
  const applies = (when: Json, input: Json) =>
    triggersOf({ constraints }, mail(trigger('one', '', { when })), input).length === 1;

  test('is left out only where the arguments surely miss it', () => {
    expect(applies(dear, { amount: 5 })).toBe(true);
    expect(applies(dear, { amount: 11 })).toBe(false);
    expect(applies(dear, { amount: 12 })).toBe(false);
    expect(applies(null, { amount: 11 })).toBe(true);
  });

  test('with a schema that cannot be used is never left out', () => {
    const broken = { check: () => ['# schema: cannot be used'] };
    for (const when of [dear, false]) {
      const tool = mail(trigger('one', '', { when }));
      expect(triggersOf({ constraints: broken }, tool, {})).toHaveLength(1);
    }
  });
});

describe('names', () => {
  test('find what is there, whatever they spell', () => {
    const { state } = given();
    expect(findTool(state, 'crm/read')?.name).toBe('read');
    expect(findTool(state, 'crm/constructor')).toBeNull();
    expect(findTool(state, 'constructor/read')).toBeNull();
    expect(findStarted(state, 'workflow/triage')?.id).toBe('triage');
    expect(findStarted(state, 'triage')).toBeNull();
  });
});

describe('whatever the triggers', () => {
  const EFFECTS = ['read', 'write', 'send', 'spend'] as const;
  const edge = fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom(...EFFECTS));

  /** Tools `t0` … `t5`, with a trigger for each edge. */
  function graphOf(edges: readonly (readonly [number, number, Effect])[]): Reachable {
    const tools = Array.from({ length: 6 }, (_, at) => {
      const triggers = edges
        .filter(([from]) => from === at)
        .map(([, to, effect], place) => trigger(`${at}-${to}-${place}`, `c/t${to}`, { effects: [effect] }));
      return [`t${at}`, toolOf(`t${at}`, [EFFECTS[at % 4]!], {}, { triggers })] as const;
    });
    const connector = { id: 'c', admitted: { tools: Object.fromEntries(tools) } };
    return { connectors: { c: connector }, org: { workflows: {} } } as unknown as Reachable;
  }

  function effectsFrom(graph: Reachable): ReadonlySet<Effect> {
    const tool = findTool(graph, 'c/t0')!;
    return new Set(outcomeOf(graph, tool, tool.profile.triggers!).effects);
  }

  test('it ends, and one more trigger never makes it less', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 12 }), edge, (edges, more) => {
        const before = effectsFrom(graphOf(edges));
        const after = effectsFrom(graphOf([...edges, more]));
        expect([...before].filter((effect) => !after.has(effect))).toEqual([]);
      }),
    );
  });
});
