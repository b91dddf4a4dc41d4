import { expect, it } from 'vitest';
import { tellRun } from './score.ts';

it('names the place of each value, and the call as a whole where it has none', () => {
  const one = { role: 'selector', level: 'unseen', match: 'none', sources: [], instructed: false } as const;
  const grounding = [
    { ...one, pointer: '' },
    { ...one, pointer: '/to' },
  ];
  const call = { tool: 'send', part: 'call', verdict: 'hold', rules: [], grounding } as const;
  expect(tellRun([call as never])).toBe(
    '  call send: hold \n' +
      '    the call as a whole, selector: unseen (none)\n' +
      '    /to selector: unseen (none)\n',
  );
});
