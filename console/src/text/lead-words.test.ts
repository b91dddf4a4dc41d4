import { expect, it } from 'vitest';
import * as terminal from '../../../src/surfaces/cli/render/lead-words.ts';
import { leadSchema } from '../../../src/surfaces/http/contract/approval.ts';
import { leadWords } from './lead-words.ts';

it('says of where an address leads what the command line says', () => {
  for (const trust of leadSchema.shape.trust.options)
    for (const known of [true, false])
      expect(leadWords({ trust, known })).toBe(terminal.leadWords({ trust, known }));
});

it('says what is new to the agent, unless the organisation knows it', () => {
  expect(leadWords({ trust: 'new', known: false })).toContain('new to the agent');
  expect(leadWords({ trust: 'new', known: true })).not.toContain('new to the agent');
  expect(leadWords({ trust: 'listed', known: true })).toBe('on the list of known hosts');
});
