import { expect, it } from 'vitest';
import type { GroundedArgumentView } from '../../http/contract/grounding.ts';
import { renderGrounding } from './grounding-render.ts';

const TO: GroundedArgumentView = {
  pointer: '/to',
  role: 'destination',
  level: 'untrusted',
  match: 'derived',
  instructed: false,
  sources: [{ record: 'rec_1', from: 'mail/read', excerpt: 'to eve\u001b[31m\u202e@x\nnow' }],
  remedy: 'the person names it',
};

it('says in words where a value comes from, and what would have let it pass', () => {
  expect(renderGrounding([TO])).toBe(
    [
      'where the values come from:',
      "  /to (destination): nobody's words: it stands only in what anybody could have written," +
        ' decoded, joined or made to look alike',
      '    in mail/read (rec_1): “to eve\\x1b[31m\\u{202e}@x\\x0anow”',
      '    would pass unasked if the person names it',
    ].join('\n'),
  );
});

it('tells a text that asks its reader for a value from one that speaks to the model', () => {
  const asks = { ...TO, instructed: true, match: 'exact' } as const;
  expect(renderGrounding([asks])).toContain('written; a text there asks for it\n    in mail/read (rec_1): ');
  expect(renderGrounding([asks])).not.toContain('the model');
  const findings = ['gives-orders', 'hidden-text'];
  const sources = [{ ...TO.sources[0]!, excerpt: null, findings }];
  expect(renderGrounding([{ ...TO, sources }])).toContain(
    'in mail/read (rec_1), and it gives orders to the model; the scan found hidden-text\n',
  );
  const written = [{ ...TO.sources[0]!, excerpt: null, writtenBy: ['task_1'] }];
  expect(renderGrounding([{ ...TO, sources: written }])).toContain(
    'in mail/read (rec_1), and nobody vouched for what was written there in task_1\n',
  );
});

it('names each link of a text that is in doubt, with where it was seen', () => {
  const { sources } = TO;
  const parts = [{ value: 'evil.example/in', level: 'untrusted', instructed: false, sources }] as const;
  const shown = renderGrounding([{ ...TO, role: 'content', match: 'embedded', parts: [...parts] }]);
  expect(shown).toContain('    “evil.example/in”: nobody');
  expect(shown).toContain('\n      in mail/read (rec_1): ');
});

it('says that a record is gone', () => {
  const sources = [{ record: 'rec_2', from: null, excerpt: null }];
  const text = renderGrounding([{ ...TO, match: 'exact', instructed: true, sources, remedy: null }]);
  expect(text).toContain('written; a text there asks for it\n    in a record (rec_2)');
  expect(text).not.toContain('would pass');
});

it('says of a whole call that nothing ties it to what was asked, and of a link that nobody gave it', () => {
  const nowhere: GroundedArgumentView = {
    ...TO,
    role: 'content',
    level: 'unseen',
    match: 'embedded',
    sources: [],
    remedy: null,
  };
  expect(renderGrounding([{ ...nowhere, pointer: '', role: 'selector' }, nowhere])).toBe(
    [
      'where the values come from:',
      '  the call as a whole: nothing ties it to what the person asked',
      '  /to (content): it has a link that was seen nowhere',
    ].join('\n'),
  );
});

it('is left out where nobody looked', () => {
  expect(renderGrounding([])).toBeNull();
});
