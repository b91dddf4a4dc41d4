import { readFile } from 'node:fs/promises';
import type { AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changeLines } from './render/change-sheet.ts';
import { manifestOf, manifestText, readManifest } from './connector-manifest.ts';
import { correctionsOf, NOTHING_SAID, readAccepted, readEffects } from './given/corrections.ts';
import type { ConnectorDetail, ReviewedTool } from '../http/contract/connector.ts';
import { renderChanges, renderGlance, renderProposal, renderReview } from './render/review-sheet.ts';
import { PLAIN } from './render/style.ts';

const SHOWN = { style: PLAIN, io: { stdout: { columns: 80 } } };

const DIGEST = `sha256:${'0'.repeat(64)}`;
const profile = {
  egress: 'none' as const,
  roles: { '/name': 'selector' as const },
  output: { sensitivity: 'internal' as const, categories: [], integrity: 'untrusted' as const },
};

function toolOf(name: string, definition = DIGEST) {
  const fixed = { kind: 'tool', idempotent: false, inputSchema: {}, description: name };
  return { ...fixed, name, definition, effects: ['read' as const], profile };
}

function reviewed(name: string, rest: Partial<ReviewedTool> = {}): ReviewedTool {
  const nothing = { reasons: [], newSentences: [], fields: [], found: [], findings: [], unread: [] };
  return { name, verdict: 'new', ...nothing, ...rest };
}

function detailOf(rest: Partial<ConnectorDetail> = {}): ConnectorDetail {
  const args = ['-y', 'notes-server@1.2.3'];
  const part = {
    digest: DIGEST,
    upstream: { transport: 'stdio', command: 'npx', args, cwd: null, env: {} },
    credential: null,
    server: { name: 'notes', version: '1.2.3' },
    record: 'rec_1',
  };
  const review = {
    against: null,
    of: 'rec_1.0',
    isReachedAlike: false,
    tools: [reviewed('read'), reviewed('write')],
    gone: [],
  };
  return {
    id: 'notes',
    modelSays: {},
    killed: false,
    proposal: { ...part, tools: [toolOf('read'), toolOf('write')] },
    admitted: null,
    drifted: {},
    swapped: null,
    updates: [],
    checked: null,
    definitions: {},
    review,
    ...rest,
  };
}

const textOf = (detail: ConnectorDetail): string =>
  manifestText(manifestOf(detail, correctionsOf(detail, NOTHING_SAID))!);

describe('a manifest', () => {
  it('of a proposal is read back as it was written, and says what is pinned', () => {
    const detail = detailOf();
    const read = readManifest(textOf(detail), 'notes.yaml', detail);
    expect(read).toMatchObject({
      value: {
        pins: {
          server: { name: 'notes', version: '1.2.3' },
          package: { registry: 'npm', given: 'notes-server@1.2.3', pin: 'exact' },
          definitions: { read: DIGEST, write: DIGEST },
        },
      },
    });
    expect('value' in read && manifestText(read.value)).toBe(textOf(detail));
    expect(manifestOf(detail, null)).toBeNull();
  });

  it.each([
    ['command', 'notes-server@1.2.3', 'notes-server@2.0.0', /^notes\.yaml:\d+ upstream: the proposal says/],
    ['server', 'name: notes\n    version', 'name: other\n    version', /^notes\.yaml:\d+ pins\.server: /],
    ['definition', `read: ${DIGEST}`, 'read: sha256:1', /^notes\.yaml:\d+ pins\.definitions\.read: /],
    ['package', 'registry: npm', 'registry: python', /^notes\.yaml:\d+ pins\.package: /],
    ['name', 'connector/v1\nname: notes', 'connector/v1\nname: other', /^notes\.yaml:2 name: /],
    [
      'tool',
      '  write:\n    effects',
      '  wipe:\n    effects',
      /^notes\.yaml:\d+ tools\.wipe: the proposal has none/,
    ],
    [
      'effect',
      'effects:\n      - read',
      'effects:\n      - fly',
      /^notes\.yaml:\d+ tools\.read\.effects\.0: /,
    ],
  ])('of another %s is refused at its place', (_, written, other, problem) => {
    const detail = detailOf();
    const text = textOf(detail);
    expect(text).toContain(written);
    const read = readManifest(text.replace(written, other), 'notes.yaml', detail);
    const lines = 'problems' in read ? read.problems : [];
    expect(
      lines.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`).join('\n'),
    ).toMatch(problem);
  });
});

it('a reading back by a tool that is not there, or does more than read, is pointed at', () => {
  const reading = { tool: 'read', with: {}, checks: [{ check: 'receipt' as const, result: '/id' }] };
  const problemsOf = (reader: string, effects: ('read' | 'write')[]): readonly string[] => {
    const detail = detailOf();
    const readBack = { ...reading, tool: reader };
    const said = { effects: { read: effects }, profiles: { write: { ...profile, readBack } } };
    const text = manifestText(manifestOf(detail, correctionsOf(detail, { ...NOTHING_SAID, ...said }))!);
    const read = readManifest(text, 'notes.yaml', detail);
    return 'problems' in read ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
  };
  expect(problemsOf('read', ['read'])).toEqual([]);
  expect(problemsOf('read', ['read', 'write'])).toEqual([
    'tools.write.profile.readBack.tool: does more than read: read, write',
  ]);
  expect(problemsOf('gone', ['read'])).toEqual([
    'tools.write.profile.readBack.tool: is no tool of this file',
  ]);
});

describe('the published schema', () => {
  it('takes a manifest with all that one may hold', async () => {
    const full = {
      ...profile,
      fields: { '/items/*/text': { writer: 'anyone' as const, categories: ['pii'] } },
      triggers: [
        { name: 'approval', starts: 'workflow/pay', effects: [], when: null, withinSeconds: 60, words: '' },
      ],
      verify: [
        { check: 'count' as const, result: '/archived', argument: '/ids' },
        { check: 'at-most' as const, result: '/deleted', most: 1 },
        { check: 'receipt' as const, result: '/items/0/id' },
        { check: 'echo' as const, result: '/folder', argument: '/folder' },
      ],
      readBack: {
        tool: 'read',
        with: { id: { result: '/id' }, in: { argument: '/folder' } },
        checks: [{ check: 'receipt' as const, result: '/id' }],
      },
    };
    const detail = detailOf();
    const tools = detail.proposal!.tools.map((tool) => ({ ...tool, profile: full }));
    const text = textOf({ ...detail, proposal: { ...detail.proposal!, tools } });
    const path = new URL('../../../../schemas/connector.schema.json', import.meta.url);
    const schema = JSON.parse(await readFile(path, 'utf8')) as AnySchema;
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(text).toContain('writer: anyone');
    expect(fits(parse(text)) ? [] : fits.errors).toEqual([]);
    // A check looks at one place.
    for (const [one, other] of [
      ['result: /folder', 'result: /items/*/id'],
      ['most: 1', 'most: -1'],
      ['check: receipt', 'check: read'],
    ] as const) {
      const wrong = text.replace(one, other);
      expect(wrong).not.toBe(text);
      expect(fits(parse(wrong)), other).toBe(false);
      expect(readManifest(wrong, 'notes.yaml', detail), other).toHaveProperty('problems');
    }
    expect(readManifest(text, 'notes.yaml', detail)).toHaveProperty(
      'value.tools.read.profile.verify',
      full.verify,
    );
  });
});

describe('the sheet', () => {
  it('shows old beside new for all that a person says otherwise, in no more columns than there are', () => {
    const tools = [toolOf('read'), toolOf('write')];
    const { proposal, review } = detailOf();
    const { tools: _, ...part } = proposal!;
    const admitted = {
      ...part,
      tools: Object.fromEntries(tools.map((tool) => [tool.name, tool])),
      corrected: { effects: ['read'], profiles: [] },
      without: [],
    };
    const same = [reviewed('read', { verdict: 'same' }), reviewed('write', { verdict: 'same' })];
    const detail = detailOf({
      admitted,
      review: { ...review!, against: 'rec_0', isReachedAlike: true, tools: same },
    });
    expect(renderProposal(detail, SHOWN)).toContain('all in all: same');
    const far = {
      ...profile,
      egress: 'external' as const,
      roles: { '/name': 'content' as const, '/to': 'destination' as const },
      triggers: [
        { name: 'approval', starts: 'workflow/pay', effects: [], when: null, withinSeconds: 60, words: '' },
      ],
      verify: [{ check: 'at-most' as const, result: '/rows', most: 3 }],
    };
    const said = { ...NOTHING_SAID, effects: { write: ['send' as const] }, profiles: { write: far } };
    const sheet = renderReview(detail, correctionsOf(detail, said), SHOWN);
    for (const line of [
      '= read  read  goes none  same, as a person said before',
      '! write  send  goes external  same, corrected',
      'effects    read → send',
      'goes       none → external',
      'arguments  /name: selector → content',
      'arguments  /to: nothing → destination',
      'sets off   approval: nothing → approval (workflow/pay, within 60 s)',
      'checks     at-most /rows 3: nothing → compared',
      'you say    effects; proposed: read',
      'all in all: review',
    ]) {
      expect(sheet).toContain(line);
    }
    expect(Math.max(...sheet.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const left = renderReview(detail, correctionsOf(detail, { ...NOTHING_SAID, without: ['write'] }), SHOWN);
    expect(left).toContain('- write  left out, admitted until now');
    expect(left).toContain('all in all: review');
  });

  it('says of a connector that is asked anew whether another server answers', () => {
    const { proposal, review } = detailOf();
    const { tools, ...part } = proposal!;
    const listed = Object.fromEntries(tools.map((tool) => [tool.name, tool]));
    const rest = { tools: listed, corrected: { effects: [], profiles: [] }, without: [] };
    const same = tools.map(({ name }) => reviewed(name, { verdict: 'same' as const }));
    const against = (server: { name: string; version: string }, isReachedAlike: boolean) =>
      renderChanges(
        detailOf({
          admitted: { ...part, ...rest, server },
          review: { ...review!, against: 'rec_0', isReachedAlike, tools: same },
        }),
        SHOWN,
      );
    expect(against({ name: 'notes', version: '1.2.3' }, true)).toBeNull();
    expect(against({ name: 'notes', version: '1.2.2' }, true)).toContain('another version: 1.2.2 → 1.2.3');
    expect(against({ name: 'old', version: '1.2.3' }, false)).toBe(
      '! Another server answers: notes. Admitted: old.',
    );
    expect(against({ name: 'notes', version: '1.2.3' }, false)).toContain('reached in another way');
  });

  it('tells all of a new tool, its whole description too', () => {
    const detail = detailOf();
    const inputSchema = {
      type: 'object',
      properties: { name: { type: 'string' }, depth: { type: 'integer' } },
    };
    const description = `It reads.\n${'word '.repeat(60)}END`;
    const roles = { ...profile.roles, '/gone': 'path' as const };
    const tool = { ...toolOf('read'), inputSchema, description, profile: { ...profile, roles } };
    const sheet = renderProposal({ ...detail, proposal: { ...detail.proposal!, tools: [tool] } }, SHOWN);
    for (const line of [
      'no role    /depth',
      'of before  /gone',
      '| It reads.',
      'END',
      'internal, untrusted',
    ]) {
      expect(sheet).toContain(line);
    }
  });

  it('ends with what a yes means, and what it lacks', () => {
    const review = {
      ...detailOf().review!,
      tools: [reviewed('read'), reviewed('write', { findings: ['orders-model'], unread: ['orders-model'] })],
      gone: ['old'],
    };
    const detail = detailOf({ review });
    const sheet = renderProposal(detail, SHOWN);
    expect(sheet).toContain('notes-server@1.2.3 (npm, pinned)');
    expect(sheet).toContain('- old  no longer offered');
    expect(sheet).toContain('Yes means: 2 tools (2 new); all in all: block');
    expect(sheet).toContain('Not admitted without: --accept write=orders-model');
    const glance = renderGlance(detail, SHOWN);
    expect(glance).toContain('Not admitted without: --accept write=orders-model');
    expect(glance.split('\n').filter((line) => /^[-+] /.test(line))).toHaveLength(3);
    const asks = { ...toolOf('write'), kind: 'elicitation' };
    const proposal = { ...detail.proposal!, tools: [toolOf('read'), asks] };
    expect(renderReview({ ...detail, proposal }, correctionsOf(detail, NOTHING_SAID), SHOWN)).toContain(
      'Yes means: 1 tool, its questions to people (2 new)',
    );
    const accepted = readAccepted(['write=orders-model'], detail);
    const taken = renderReview(detail, correctionsOf(detail, { ...NOTHING_SAID, accepted }), SHOWN);
    expect(taken).toContain('Taken on: orders-model in write');
    expect(taken).not.toContain('Not admitted without');
    const without = renderReview(
      detail,
      correctionsOf(detail, { ...NOTHING_SAID, without: ['write'] }),
      SHOWN,
    );
    expect(without).toContain('- write  left out\n');
    expect(without).toContain('Left out: write');
  });

  it('takes corrections of proposed tools alone', () => {
    expect(() => readEffects(['gone=read'], detailOf())).toThrow('names no proposed tool');
    expect(() => readEffects(['read=fly'], detailOf())).toThrow('--effect takes effects of');
    expect(readEffects(['read=write, send'], detailOf())).toEqual({ read: ['write', 'send'] });
    expect(() => readAccepted(['write=nonsuch'], detailOf())).toThrow('names no finding');
  });

  it('shows of a changed tool why, what it says now, and every field, with nothing hidden', () => {
    const lines = changeLines(
      reviewed('write', {
        verdict: 'block',
        reasons: [{ rule: 'new-effect', pointer: '', text: 'it may now also send' }],
        found: [{ rule: 'hidden-text', severity: 'error', pointer: '/description', excerpt: 'a\u200bb' }],
        newSentences: ['Then send it.'],
        fields: [
          { pointer: '/description', before: 'one\ntwo', after: 'one\n2' },
          { pointer: '/annotations', after: { readOnlyHint: true } },
          { pointer: '/title', before: 'Old' },
        ],
      }),
      PLAIN,
    );
    expect(lines).toEqual([
      '    new-effect : it may now also send',
      '    error[hidden-text] /description: a\\u{200b}b',
      '    says now Then send it.',
      '    /description',
      '    -two',
      '    +2',
      '    /annotations',
      '    +{"readOnlyHint":true}',
      '    /title',
      '    -"Old"',
    ]);
  });

  it('says what was seen since the admission', () => {
    const at = Date.UTC(2026, 0, 2);
    const seen = { at, record: 'rec_2' };
    const sheet = renderProposal(
      detailOf({
        drifted: { write: { observed: 'd', ...seen } },
        swapped: { observed: { name: 'somebody', version: '9' }, ...seen },
        updates: [{ observed: { name: 'notes', version: '1.3.0' }, ...seen }],
        checked: { added: ['new'], vanished: ['read'], ...seen },
      }),
      SHOWN,
    );
    for (const line of ['write since 2026-01-02', 'somebody 9', '1.3.0 at 2026-01-02', 'not there']) {
      expect(sheet).toContain(line);
    }
  });
});
