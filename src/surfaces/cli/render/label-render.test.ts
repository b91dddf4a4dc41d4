import { expect, it } from 'vitest';
import type { AskedDeclassificationView, CarriedArgumentView } from '../../http/contract/labels.ts';
import { labelWords, renderAsked, renderCarried } from './label-render.ts';

type Shown = CarriedArgumentView['labels'];
const PII: Shown = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' };
const NONE: Shown = { sensitivity: 'public', categories: [], integrity: 'trusted' };

it('says of each value what it carries, and of which nobody knows where it comes from', () => {
  const carried = [
    { pointer: '/to\u001b', role: 'destination', labels: NONE, isPlaced: true },
    { pointer: '', role: 'content', labels: PII, isPlaced: false },
  ];
  expect(renderCarried(carried, PII)).toBe(
    [
      'gives away: confidential (pii), untrusted',
      '  /to\\x1b: public',
      '  all else: confidential (pii), untrusted, and all that the task read:' +
        ' nobody knows where it comes from',
    ].join('\n'),
  );
  expect(renderCarried([], null)).toBeNull();
  expect(labelWords(NONE)).toBe('public');
});

it('says what is asked to count as less, where and until when', () => {
  const asked: AskedDeclassificationView = {
    actor: { kind: 'operator', id: 'ada' },
    source: { record: 'rec_1', pointer: '/a' },
    from: PII,
    declassification: {
      sensitivity: 'public',
      without: ['pii'],
      tool: 'mail/send',
      destination: 'mac',
      until: 0,
    },
  };
  const text = renderAsked(asked);
  expect(text).toContain('it carries confidential (pii), untrusted\n  it would count as no more than public');
  expect(text).toContain('without pii\n  for mail/send, the one destination above, until 1970-01-01');
  const open = { ...asked.declassification, without: [], tool: null, destination: null };
  expect(renderAsked({ ...asked, declassification: open })).toContain('for any tool, any destination');
});
