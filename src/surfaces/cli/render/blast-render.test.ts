import { expect, test } from 'vitest';
import type { BlastLeadView, BlastNodeView, BlastView } from '../../http/contract/blast.ts';
import { blastMermaid, renderBlast } from './blast-render.ts';
import { COLOURED, PLAIN } from './style.ts';

function node(kind: BlastNodeView['kind'], name: string, rest: Partial<BlastNodeView> = {}): BlastNodeView {
  const key = `${kind} ${name}`;
  return {
    key,
    kind,
    name,
    obstacle: null,
    effects: [],
    egress: 'none',
    output: null,
    words: '',
    leads: [],
    ...rest,
  };
}

function lead(to: string, rest: Partial<BlastLeadView> = {}): BlastLeadView {
  return { to, trigger: null, policy: null, needsPerson: false, ...rest };
}

function says(verdict: 'permit' | 'hold' | 'deny', ...approvers: string[]): BlastLeadView['policy'] {
  return { verdict, among: [verdict], approvers };
}

const DEPENDS = { verdict: 'depends', among: ['permit', 'hold'], approvers: ['finance:1'] } as const;
const NOTHING = { tools: 0, effects: [], egress: 'none', categories: [] } as const;
const PII = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' } as const;
const DESK = { name: 'desk', words: 'the desk\u001b answers', isConditional: true };

const VIEW: BlastView = {
  root: 'agent scribe',
  policy: null,
  nodes: [
    node('agent', 'scribe', { leads: [lead('workflow triage', { needsPerson: true })] }),
    node('workflow', 'triage', {
      words: 'Sort',
      leads: [
        lead('tool post/read', { policy: says('permit') }),
        lead('tool post/mail', { policy: says('hold', 'approver:1') }),
        lead('tool post/wipe', { policy: says('deny') }),
        lead('tool post/gone', {
          policy: { ...DEPENDS, among: [...DEPENDS.among], approvers: ['finance:1'] },
        }),
      ],
    }),
    node('tool', 'post/read', { effects: ['read'], output: { ...PII, categories: ['pii'] } }),
    node('tool', 'post/mail', {
      effects: ['send'],
      egress: 'external',
      leads: [lead('outside books', { trigger: DESK }), lead('workflow triage', { policy: says('permit') })],
    }),
    node('tool', 'post/wipe', { effects: ['delete'] }),
    node('tool', 'post/gone', { obstacle: 'not-admitted' }),
    node('outside', 'books', { effects: ['write'], words: 'the books' }),
  ],
  reach: { tools: 3, effects: ['read', 'send'], egress: 'external', categories: ['pii'] },
  unheld: { ...NOTHING, effects: [], categories: [] },
};

test('a tree says of each thing what it does and what stands in between, and shows nothing twice', () => {
  expect(renderBlast(VIEW, PLAIN)).toBe(`agent scribe
└─ ⏸ workflow triage · Sort  a person opens the task
   ├─ ✓ post/read · read · confidential pii
   ├─ ⏸ post/mail · send · egress external  held: asks approver:1
   │  ├─ → books · write · the books  set off by desk: the desk\\x1b answers (with some arguments)
   │  └─ ✓ workflow triage · Sort (shown above)
   ├─ ✗ post/wipe · delete  denied
   └─ ? post/gone [not admitted]  permit, hold: depends on arguments and what came before; asks finance:1

reaches 3 tools: read, send; egress external; data: pii
with nobody in between: 0 tools: no effects; stays inside`);
});

test('colours carry nothing', () => {
  const coloured = renderBlast(VIEW, COLOURED);
  expect(coloured).not.toBe(renderBlast(VIEW, PLAIN));
  const marks = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
  expect(coloured.replace(marks, '')).toBe(renderBlast(VIEW, PLAIN));
});

test('a flowchart is dashed where people stand in between, and crossed where policy denies', () => {
  expect(blastMermaid(VIEW).split('\n')).toEqual(
    expect.arrayContaining([
      'flowchart LR',
      '  n3["tool · post/mail · send"]',
      '  n0 -.->|"person"| n1',
      '  n1 --> n2',
      '  n1 -.->|"held#58; approver#58;1"| n3',
      '  n1 --x n4',
      '  n1 -->|"permit or hold#58; finance#58;1"| n5',
      '  n3 -->|"desk"| n6',
    ]),
  );
});

test('a workflow that leads to the same as another agent is not shown again', () => {
  const steps = [lead('tool post/read', { policy: says('permit') })];
  const twice = (as: string): BlastNodeView => ({
    ...node('workflow', 'sort', { leads: steps }),
    key: `workflow sort${as}`,
  });
  const root = node('agent', 'a', { leads: [lead('workflow sort as a'), lead('workflow sort')] });
  const nodes = [root, twice(' as a'), twice(''), node('tool', 'post/read', { effects: ['read'] })];
  const text = renderBlast({ ...VIEW, root: root.key, nodes }, PLAIN);
  expect(text.match(/post\/read/g)).toHaveLength(1);
  expect(text).toContain('└─ → workflow sort (shown above)');
});

test('a tool says what policy says of its calls', () => {
  const tool = node('tool', 'post/mail', { effects: ['send'], egress: 'external' });
  const view = { ...VIEW, root: tool.key, nodes: [tool], policy: says('hold', 'approver:1') };
  expect(renderBlast(view, PLAIN)).toMatch(
    /^⏸ tool post\/mail · send · egress external  held: asks approver:1\n/,
  );
  const denied = renderBlast({ ...view, policy: says('deny') }, PLAIN);
  expect(denied).toMatch(/^✗ tool post\/mail · send · egress external  denied\n/);
});
