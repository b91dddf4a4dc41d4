import { describe, expect, test } from 'vitest';
import type { Decision } from '../decision.ts';
import { ben, codesOf, factsOf, givenTask, holdWrites, permitAll, toolOf } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';

const TOOLS = [toolOf('write', ['write']), toolOf('post', ['write']), toolOf('read', ['read'])];

function write(scenario: Scenario, n: number): Decision {
  return scenario.act('write', { arguments: { n } });
}

describe('after people said no twice', () => {
  function rejectTwice(setting: Setting = {}): Scenario {
    const scenario = givenTask({ rules: [permitAll, holdWrites()], tools: TOOLS, ...setting });
    for (const n of [1, 2]) {
      scenario.at += 1_000;
      expect(write(scenario, n).verdict).toBe('hold');
      scenario.reject(ben);
    }
    return scenario;
  }

  test('the tool is not asked for again for a while, which says until when', () => {
    const scenario = rejectTwice();
    const refused = write(scenario, 3);
    expect(codesOf(refused)).toEqual(['approval/cooling-off']);
    const until = scenario.at + 300_000;
    expect(factsOf(refused, 'cooling-off')).toMatchObject({ tool: 'crm/write', rejected: 2, until });
    expect(scenario.act('read').verdict).toBe('permit');
    expect(scenario.act('post').verdict).toBe('hold');
    scenario.at = until;
    expect(write(scenario, 3).verdict).toBe('hold');
  });

  test('its scope says for how long', () => {
    const scenario = rejectTwice({ limits: { coolingSeconds: 0 } });
    expect(write(scenario, 3).verdict).toBe('hold');
  });

  test('other people may be asked', () => {
    const scenario = rejectTwice();
    scenario.publish('p2', [permitAll, holdWrites([{ role: 'security', quorum: 1 }])]);
    expect(write(scenario, 3).verdict).toBe('hold');
  });
});
