import { expect, test } from 'vitest';
import type { PolicyAnswer } from '../kernel/policy.ts';
import { askTool } from './engine.contract.ts';
import { explainAnswer } from './explain.ts';

const QUERY = askTool('fs/read', { path: '/secret' });
const ASKED = 'Agent bot asks for fs/read on Connector fs';

function explain(answer: Partial<PolicyAnswer>): string {
  return explainAnswer(QUERY, { decision: 'deny', determining: [], errors: [], ...answer });
}

test('an explanation names what decided, and what would lift it', () => {
  const approvers = [
    { role: 'finance', quorum: 1 },
    { role: 'security', quorum: 2 },
  ];
  const held = { reason: 'costs money', approvers, expiresSeconds: null };
  const determining = [
    { id: 'a', digest: '', effect: 'forbid', hold: held },
    { id: 'b', digest: '', effect: 'forbid', hold: null },
  ] as const;
  expect(explain({ determining })).toBe(
    `${ASKED}: deny\n  held by a: costs money; lifted by 1 × finance and 2 × security` +
      '\n  forbidden by b, which no approval lifts',
  );
});

test('a permit names its policy, an error is given as the cause, and a default is said to be one', () => {
  const permit = { id: 'p', digest: '', effect: 'permit', hold: null } as const;
  expect(explain({ decision: 'permit', determining: [permit] })).toBe(`${ASKED}: permit\n  permitted by p`);
  expect(explain({ errors: ['policy x: broke'] })).toBe(
    `${ASKED}: deny\n  denied because of an error: policy x: broke`,
  );
  expect(explain({})).toBe(`${ASKED}: deny\n  no policy permits it, and what is not permitted is denied`);
});
