import { describe, expect, test } from 'vitest';
import { exposedElsewhere } from './exposure.ts';
import { givenTask, holdpoint, refold, toolOf, TOOLS } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Json } from '../json.ts';
import type { Labels } from './label.ts';
import type { Sighting } from '../state.ts';
import type { PolicyQuery } from '../policy.ts';

const HOUR = 3_600_000;
const HEALTH: Labels = { sensitivity: 'restricted', categories: ['phi'], integrity: 'trusted' };
const FOUND: Labels = { sensitivity: 'confidential', categories: ['financial'], integrity: 'trusted' };

function givenReads(): Scenario {
  return givenTask({ tools: [...TOOLS, toolOf('chart', ['read'], {}, { output: HEALTH })] });
}

function exposures(scenario: Scenario) {
  return scenario.events.flatMap((event) => (event.type === 'agent-exposed' ? [event] : []));
}

/** What policy sees of it at a call now. */
function seen(scenario: Scenario): Json | undefined {
  const asked: PolicyQuery[] = [];
  const { policy } = scenario.state;
  scenario.state = {
    ...scenario.state,
    policy: {
      digest: policy!.digest,
      evaluate: (query, suspended) => {
        asked.push(query);
        return policy!.evaluate(query, suspended);
      },
    },
  };
  scenario.act('read', { arguments: { path: `${scenario.at}` } });
  return asked[0]!.context['agent'];
}

function tell(scenario: Scenario, labels: Labels): void {
  const { action } = scenario.act('read', { arguments: { path: `told at ${scenario.at}` } });
  const fact = { fact: 'call', action: String(action), outcome: 'succeeded', result: null } as const;
  const { id: task } = scenario.task;
  scenario.ask('settle', holdpoint, { task, fact: { ...fact, durationMs: 1, bytes: 1, code: null, labels } });
}

describe('what an agent read', () => {
  test('is seen in its other tasks, once it was read in one', () => {
    const scenario = givenReads();
    const first = scenario.task.id;
    expect(seen(scenario)).toBeUndefined();
    scenario.act('chart');
    scenario.open();
    expect(scenario.task.id).not.toBe(first);
    expect(scenario.task.data.categories).toEqual([]);
    expect(seen(scenario)).toEqual({ exposed: { sensitivity: 3, categories: ['phi'] } });
    expect(exposures(scenario)).toMatchObject([
      {
        stream: 'agent/bot',
        body: { agent: 'bot', task: first, sensitivity: 'restricted', categories: ['phi'] },
      },
    ]);
    expect(refold(scenario.events).exposures).toEqual(scenario.state.exposures);
  });

  test('is with the agents of the tasks that set its own off, too, each once', () => {
    const scenario = givenReads();
    const above = { agents: ['boss', 'bot'], requesters: ['ada'] };
    scenario.state = { ...scenario.state, task: { ...scenario.task, above } };
    const { id } = scenario.task;
    scenario.act('chart');
    scenario.act('chart', { arguments: { n: 2 } });
    expect(exposures(scenario)).toMatchObject([
      { stream: 'agent/bot', body: { agent: 'bot', task: id } },
      { stream: 'agent/boss', body: { agent: 'boss', task: id, sensitivity: 'restricted' } },
    ]);
    expect(new Set(exposures(scenario).map((event) => event.id)).size).toBe(2);
    expect(exposedElsewhere(scenario.state, { agent: 'boss', id: 'task_above' }, scenario.at)).toBe(3);
  });

  test('is recorded again only where it says more, or an hour later', () => {
    const scenario = givenReads();
    scenario.act('chart');
    scenario.act('chart', { arguments: { n: 2 } });
    expect(exposures(scenario)).toHaveLength(1);
    tell(scenario, FOUND);
    tell(scenario, FOUND);
    expect(exposures(scenario)).toHaveLength(2);
    expect(seen(scenario)).toEqual({ exposed: { sensitivity: 3, categories: ['financial', 'phi'] } });
    scenario.at += HOUR + 1_000;
    tell(scenario, FOUND);
    expect(exposures(scenario)).toHaveLength(3);
  });

  test('is recorded of two tasks in an hour, so that each of them knows of another', () => {
    const scenario = givenReads();
    const tasks = [0, 1, 2, 3].map((n) => {
      if (n > 0) scenario.open();
      scenario.act('chart');
      return scenario.task;
    });
    expect(exposures(scenario)).toHaveLength(2);
    for (const task of tasks) expect(exposedElsewhere(scenario.state, task, scenario.at)).toBe(3);
    scenario.at += HOUR + 1_000;
    scenario.act('chart', { arguments: { n: 2 } });
    expect(exposures(scenario)).toHaveLength(3);
    for (const task of tasks) expect(exposedElsewhere(scenario.state, task, scenario.at)).toBe(3);
  });

  test('is forgotten when it was not read for more than a day', () => {
    const scenario = givenReads();
    scenario.act('chart');
    scenario.at += 12 * HOUR;
    scenario.open();
    tell(scenario, FOUND);
    scenario.at += 12 * HOUR;
    scenario.open();
    expect(seen(scenario)).toEqual({ exposed: { sensitivity: 3, categories: ['financial', 'phi'] } });
    scenario.at += 2 * HOUR;
    scenario.open();
    expect(seen(scenario)).toEqual({ exposed: { sensitivity: 2, categories: ['financial'] } });
    tell(scenario, { ...FOUND, categories: ['contact'], sensitivity: 'internal' });
    expect(scenario.state.exposures['bot']).toEqual({
      levels: { confidential: expect.objectContaining({ before: null }) as Sighting },
      categories: { financial: expect.any(Number) as number, contact: expect.any(Number) as number },
    });
    scenario.at += 40 * HOUR;
    scenario.open();
    expect(seen(scenario)).toBeUndefined();
  });

  test('is not pushed out of memory by names that a connector makes up', () => {
    const scenario = givenReads();
    scenario.act('chart');
    for (let round = 0; round < 4; round += 1) {
      const categories = Array.from({ length: 32 }, (_, place) => `made-up-${round}-${place}`).toSorted();
      tell(scenario, { sensitivity: 'public', categories, integrity: 'trusted' });
    }
    const { categories } = scenario.state.exposures['bot']!;
    expect(Object.keys(categories)).toHaveLength(64);
    expect(categories).toHaveProperty('phi');
  });

  test('is of a kind, however little sensitive', () => {
    const scenario = givenReads();
    tell(scenario, { sensitivity: 'internal', categories: ['contact'], integrity: 'trusted' });
    expect(seen(scenario)).toEqual({ exposed: { sensitivity: 0, categories: ['contact'] } });
  });

  test('is nothing where it is neither sensitive nor of a kind', () => {
    const scenario = givenReads();
    tell(scenario, { sensitivity: 'internal', categories: [], integrity: 'untrusted' });
    expect(exposures(scenario)).toEqual([]);
  });
});
