import { describe, expect, test } from 'vitest';
import { codesOf, given, givenTask, holdpoint, toolOf, TOOLS } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { Labels } from './label.ts';
import type { AgentModel } from '../org/registered.ts';
import type { OrgState } from '../state.ts';

const MODEL: AgentModel = { provider: 'example-ai', name: 'big', fingerprint: 'f1' };
const HEALTH: Labels = { sensitivity: 'restricted', categories: ['phi'], integrity: 'trusted' };

function givenClearances(models: OrgState['clearances'], setting: Setting = {}): Scenario {
  const chart = toolOf('chart', ['read'], {}, { output: HEALTH });
  const scenario = givenTask({ tools: [...TOOLS, chart], ...setting });
  scenario.ask('declare-clearances', ada, { models });
  return scenario;
}

const ada = { kind: 'operator', id: 'ada' } as const;

function withModel(scenario: Scenario, model: AgentModel | null): void {
  scenario.ask('change-agent-model', ada, { agent: 'bot', model });
}

describe('a model is given', () => {
  test('whatever tools answer where nothing is declared for it', () => {
    const scenario = givenClearances({ other: { sensitivity: 'public', except: [] } });
    const { verdict, commands } = scenario.act('chart');
    expect(verdict).toBe('permit');
    expect(commands[0]).not.toHaveProperty('clearance');
  });

  test('nothing above what it is cleared for: the tool is not called', () => {
    const scenario = givenClearances({ '*': { sensitivity: 'confidential', except: [] } });
    const denied = scenario.act('chart');
    expect(codesOf(denied)).toEqual(['flow/model-not-cleared']);
    expect(denied.reasons[0]).toMatchObject({
      rule: 'flow',
      facts: { tool: 'crm/chart', clearance: { sensitivity: 'confidential' } },
    });
    expect(scenario.act('read').commands[0]).toMatchObject({ clearance: { sensitivity: 'confidential' } });
  });

  test('nothing of a category that is left out of its clearance', () => {
    const scenario = givenClearances({ '*': { sensitivity: 'restricted', except: ['phi'] } });
    expect(codesOf(scenario.act('chart'))).toEqual(['flow/model-not-cleared']);
  });

  test('what the closest declaration says: of the model, else of its provider, else of any', () => {
    const low = { sensitivity: 'public', except: [] } as const;
    const high = { sensitivity: 'restricted', except: [] } as const;
    const declare = (models: OrgState['clearances']) => {
      const scenario = given({ tools: [toolOf('chart', ['read'], {}, { output: HEALTH })] });
      scenario.ask('declare-clearances', ada, { models });
      withModel(scenario, MODEL);
      scenario.open();
      return codesOf(scenario.act('chart'));
    };
    expect(declare({ '*': low, 'example-ai': low, 'example-ai/big': high })).toEqual([]);
    expect(declare({ '*': low, 'example-ai': high, 'example-ai/small': low })).toEqual([]);
    expect(declare({ '*': high, 'example-ai': low })).toEqual(['flow/model-not-cleared']);
    expect(declare({ '*': low, 'other-ai': high })).toEqual(['flow/model-not-cleared']);
  });

  test('what both are cleared for, where the agent has another model than its task began with', () => {
    const scenario = givenClearances({
      '*': { sensitivity: 'restricted', except: ['pci'] },
      'example-ai': { sensitivity: 'restricted', except: ['phi'] },
    });
    expect(scenario.act('chart').verdict).toBe('permit');
    withModel(scenario, MODEL);
    expect(codesOf(scenario.act('chart', { arguments: { n: 2 } }))).toEqual(['flow/model-not-cleared']);
    expect(scenario.act('read').commands[0]).toMatchObject({ clearance: { except: ['pci', 'phi'] } });
  });

  test.each([
    ['confidential', 'restricted'],
    ['restricted', 'confidential'],
  ] as const)('no more than the lower of both clearances: %s, then %s', (before, after) => {
    const scenario = givenClearances({
      '*': { sensitivity: before, except: [] },
      'example-ai': { sensitivity: after, except: [] },
    });
    withModel(scenario, MODEL);
    expect(codesOf(scenario.act('chart'))).toEqual(['flow/model-not-cleared']);
    expect(scenario.act('read').commands[0]).toMatchObject({ clearance: { sensitivity: 'confidential' } });
  });

  test('not what a person answers: that is for the connector', () => {
    const question = {
      ...toolOf('@elicitation/create', ['read'], {}, { output: HEALTH }),
      kind: 'elicitation',
    };
    const scenario = givenClearances(
      { '*': { sensitivity: 'public', except: [] } },
      { tools: [question as ReturnType<typeof toolOf>] },
    );
    expect(scenario.act('@elicitation/create').commands[0]).not.toHaveProperty('clearance');
  });
});

test('only who may declare destinations says what models may be given', () => {
  const scenario = givenTask();
  const models = { '*': { sensitivity: 'public', except: [] } } as const;
  expect(scenario.ask('declare-clearances', holdpoint, { models }).verdict).toBe('deny');
  expect(scenario.state.org.clearances).toEqual({});
  expect(scenario.ask('declare-clearances', ada, { models }).verdict).toBe('permit');
  expect(scenario.state.org.clearances).toEqual(models);
});
