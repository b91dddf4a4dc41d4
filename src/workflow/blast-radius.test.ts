import { describe, expect, test } from 'vitest';
import type { Effect } from '../kernel/effect.ts';
import type { Agent } from '../kernel/org/registered.ts';
import type { ConnectorState, State, Tool, Trigger, Workflow } from '../kernel/state.ts';
import { compilePolicies } from '../policy/compile.ts';
import { connectorOf, digest, toolOf } from '../policy/engine.contract.ts';
import { STARTER_POLICY } from '../policy/starter.ts';
import { createJudge } from './blast-judge.ts';
import type { BlastNode, BlastRadius } from './blast-node.ts';
import { buildBlastRadius } from './blast-radius.ts';
import type { BlastStart, BlastWorld } from './blast-radius.ts';

const AT = 1_000;

function trigger(name: string, starts: string, rest: Partial<Trigger> = {}): Trigger {
  return { name, starts, effects: [], when: null, withinSeconds: 60, words: `by ${name}`, ...rest };
}

function tool(name: string, effects: readonly Effect[], ...triggers: readonly Trigger[]): Tool {
  const made = toolOf(name, effects, { type: 'object', properties: { to: { type: 'string' } } });
  const output = { sensitivity: 'confidential', categories: [`of-${name}`], integrity: 'trusted' } as const;
  return { ...made, profile: { ...made.profile, output, triggers } };
}

function agent(id: string): Agent {
  return { id, owner: 'ann', environment: 'production', groups: [], identity: null };
}

function workflow(id: string, allow: readonly string[], rest: Partial<Workflow> = {}): Workflow {
  const allowances = allow.map((name) => ({ tool: name, arguments: null, max: null, preapproved: null }));
  const limits = { calls: 1, wallSeconds: 1, callSeconds: 1, holds: 1 };
  const scope = { purpose: `purpose of ${id}`, allowances, limits };
  const review = { digest: '', author: 'ann', publisher: 'ben', record: '', taskSeconds: 1 };
  return { id, ...review, scope, agents: ['scribe'], unattended: true, expiresAt: AT + 1, ...rest };
}

/** Mail that may start the desk, whose tool pays; and what is beside them. */
const CONNECTORS: readonly ConnectorState[] = [
  connectorOf('post', [
    tool('read', ['read']),
    tool('mail', ['send'], trigger('desk', 'workflow/desk', { when: { required: ['to'] } })),
    tool('odd', ['read', 'unknown']),
  ]),
  connectorOf('bank', [
    tool('pay', ['spend'], trigger('again', 'workflow/desk'), trigger('books', '', { effects: ['write'] })),
  ]),
];
const WORKFLOWS = [
  workflow('triage', ['post/*', 'gone/*', 'post/none'], { unattended: false }),
  workflow('desk', ['bank/pay'], { agents: ['clerk'] }),
];

function world(rest: { policy?: string | null; killed?: State['org']['killed'] } = {}): BlastWorld {
  const connectors = Object.fromEntries(CONNECTORS.map((one) => [one.id, one]));
  const { policy = STARTER_POLICY.text, killed = { all: false, agents: [], connectors: [] } } = rest;
  const named = policy === null ? null : [{ name: 'set.cedar', text: policy }];
  const compiled = named === null ? null : compilePolicies(named, { connectors }, { digest });
  if (compiled !== null && 'errors' in compiled) throw new Error(JSON.stringify(compiled.errors));
  return {
    org: {
      agents: { scribe: agent('scribe'), clerk: agent('clerk') },
      workflows: Object.fromEntries(WORKFLOWS.map((one) => [one.id, one])),
      killed,
    },
    connectors,
    judge: createJudge(compiled?.policies ?? null, { connectors }),
    at: AT,
  };
}

function radius(start: BlastStart, rest: Parameters<typeof world>[0] = {}): BlastRadius {
  return buildBlastRadius(world(rest), start);
}

function node({ nodes }: BlastRadius, key: string): BlastNode {
  const found = nodes.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no ${key} among ${nodes.map((one) => one.key).join(', ')}`);
  return found;
}

function lead(found: BlastRadius, from: string, to: string) {
  return node(found, from).leads.find((one) => one.to === to);
}

describe('from an agent', () => {
  const found = radius({ kind: 'agent', name: 'scribe' });

  test('everything is reached, across triggers, each thing once although the way is a circle', () => {
    expect(found.nodes.map(({ key }) => key)).toEqual([
      'agent scribe',
      'workflow triage',
      'tool post/read',
      'tool post/mail',
      'tool post/odd',
      'tool gone/*',
      'tool post/none',
      'workflow desk',
      'tool bank/pay',
      'outside bank/pay books',
    ]);
    expect(lead(found, 'tool bank/pay', 'workflow desk')?.trigger?.name).toBe('again');
  });

  test('where a person or a hold stands in between is said', () => {
    expect(lead(found, 'agent scribe', 'workflow triage')).toMatchObject({ needsPerson: true });
    const runs = 'workflow triage';
    expect(lead(found, runs, 'tool post/read')?.policy?.among).toContain('permit');
    expect(lead(found, runs, 'tool post/mail')?.policy).toMatchObject({ approvers: ['approver:1'] });
    expect(lead(found, runs, 'tool post/odd')?.policy?.verdict).toBe('deny');
    expect(lead(found, 'workflow desk', 'tool bank/pay')?.policy?.verdict).toBe('hold');
    expect(lead(found, 'tool post/mail', 'workflow desk')).toMatchObject({
      trigger: { name: 'desk', words: 'by desk', isConditional: true },
      policy: { verdict: 'permit' },
      needsPerson: false,
    });
  });

  test('what cannot be used now is said', () => {
    expect(node(found, 'tool gone/*').obstacle).toBe('not-admitted');
    expect(node(found, 'tool post/none').obstacle).toBe('not-admitted');
    expect(node(found, 'tool post/read').obstacle).toBeNull();
    const killed = { all: false, agents: ['scribe'], connectors: ['post'] };
    const stopped = radius({ kind: 'agent', name: 'scribe' }, { killed });
    expect(node(stopped, 'agent scribe').obstacle).toBe('killed');
    expect(node(stopped, 'tool post/read').obstacle).toBe('killed');
  });

  test('in sum: what policy always denies counts for nothing, and what is held not as unheld', () => {
    expect(found.reach.effects).toEqual(['read', 'send', 'spend', 'write']);
    expect(found.reach.categories).toEqual(['of-mail', 'of-pay', 'of-read']);
    expect(found.unheld).toMatchObject({ tools: 0, effects: [] });
  });
});

describe('from elsewhere', () => {
  test('a workflow leads to its tools, for any of its agents', () => {
    const found = radius({ kind: 'workflow', name: 'triage' });
    expect(found.root).toBe('workflow triage');
    expect(node(found, found.root)).toMatchObject({ words: 'purpose of triage', obstacle: null });
    expect(found.unheld.effects).toEqual(['read']);
  });

  test('a workflow as one of several agents is another thing than as any', () => {
    const [first, ...rest] = WORKFLOWS;
    const shared = { ...first!, agents: ['scribe', 'clerk'] };
    const { org, ...around } = world();
    const workflows = Object.fromEntries([shared, ...rest].map((one) => [one.id, one]));
    const found = buildBlastRadius(
      { ...around, org: { ...org, workflows } },
      { kind: 'agent', name: 'scribe' },
    );
    expect(found.nodes[1]?.key).toBe('workflow triage as scribe');
  });

  test('a tool is called by what allows it: held calls come to nothing with nobody in between', () => {
    const mail = radius({ kind: 'tool', name: 'post/mail' });
    expect(mail.policy).toMatchObject({ verdict: 'hold', approvers: ['approver:1'] });
    expect(mail.reach.effects).toEqual(['send', 'spend', 'write']);
    expect(mail.unheld).toMatchObject({ tools: 0, effects: [], egress: 'none' });
    const read = radius({ kind: 'tool', name: 'post/read' });
    expect([read.policy?.among.includes('permit'), read.unheld.effects]).toEqual([true, ['read']]);
    const none = radius({ kind: 'tool', name: 'post/none' });
    expect([none.policy?.verdict, none.reach.tools]).toEqual(['deny', 0]);
  });

  test('a tool leads to what it sets off', () => {
    const found = radius({ kind: 'tool', name: 'post/mail' });
    expect(found.nodes.map(({ key }) => key)).toEqual([
      'tool post/mail',
      'workflow desk',
      'tool bank/pay',
      'outside bank/pay books',
    ]);
  });

  test("a lease leads to its connector's tools within the task's scope", () => {
    const { allowances } = WORKFLOWS[0]!.scope;
    const task = { agent: 'scribe', workflow: 'triage', allowances };
    const found = radius({ kind: 'lease', name: 'lease_1', connector: 'post', ...task });
    expect(node(found, 'lease lease_1').leads.map(({ to }) => to)).toEqual([
      'tool post/read',
      'tool post/mail',
      'tool post/odd',
      'tool post/none',
    ]);
  });

  test('without a policy everything is denied, and whoever may is said by the rule for that agent', () => {
    const none = radius({ kind: 'workflow', name: 'desk' }, { policy: null });
    expect(none.reach).toMatchObject({ tools: 0, effects: [] });
    const policy = `@id("a") permit (principal == Agent::"clerk", action, resource);
      @id("h") @hold("why") @approvers("finance:1") forbid (principal, action == Action::"bank/pay", resource)
      when { context.task.workflow != "desk" };`;
    const found = radius({ kind: 'workflow', name: 'desk' }, { policy });
    expect(lead(found, 'workflow desk', 'tool bank/pay')?.policy?.verdict).toBe('permit');
    const other = radius({ kind: 'workflow', name: 'triage' }, { policy });
    expect(lead(other, 'workflow triage', 'tool post/read')?.policy?.verdict).toBe('deny');
  });

  test('where it depends on arguments it says so', () => {
    const policy = `@id("a") permit (principal, action, resource);
      @id("h") @hold("why") @approvers("finance:1") forbid
        (principal, action == Action::"post/mail", resource)
      when { context.input has to && context.input.to like "*@elsewhere.example" };`;
    const found = radius({ kind: 'workflow', name: 'triage' }, { policy });
    expect(lead(found, 'workflow triage', 'tool post/mail')?.policy).toEqual({
      verdict: 'depends',
      among: ['permit', 'hold'],
      approvers: ['finance:1'],
    });
  });
});
