import { expect, test } from 'vitest';
import type { Agent } from '../kernel/org/registered.ts';
import type { Workflow } from '../kernel/state.ts';
import { connectorOf, toolOf } from '../policy/engine.contract.ts';
import type { CallKind, PolicyView } from './blast-judge.ts';
import { blastQuestions } from './blast-questions.ts';
import { buildBlastRadius } from './blast-radius.ts';

const NAMES = ['read', 'list', 'mail'];
const connectors = {
  post: connectorOf(
    'post',
    NAMES.map((name) => toolOf(name, ['read'], {})),
  ),
};
const agents = Object.fromEntries(['scribe', 'clerk'].map((id) => [id, agent(id)]));
const workflows = Object.fromEntries(['triage', 'desk'].map((id) => [id, workflow(id)]));
const org = { agents, workflows, killed: { all: false, agents: [], connectors: [] } };
const world = { org, connectors, at: 1 };

function agent(id: string): Agent {
  return { id, owner: 'ann', environment: 'production', groups: [], identity: null };
}

/** Allows each tool twice over. */
function workflow(id: string): Workflow {
  const allowances = ['post/*', 'post/read'].map((tool) => {
    return { tool, arguments: null, max: null, preapproved: null };
  });
  const limits = { calls: 1, wallSeconds: 1, callSeconds: 1, holds: 1 };
  const review = { digest: '', author: 'ann', publisher: 'ben', record: '', taskSeconds: 1 };
  const scope = { purpose: '', allowances, limits };
  return { id, ...review, scope, agents: ['scribe', 'clerk'], unattended: true, expiresAt: 2 };
}

/** Another answer for each agent and tool. */
function judge({ principal, action }: CallKind): PolicyView {
  const isDenied = principal.id === 'clerk' || action === 'post/mail';
  const verdict = isDenied ? 'deny' : 'permit';
  return { verdict, among: [verdict], approvers: [] };
}

test('each question is asked once, and the answers make the same as asking on the way', () => {
  for (const [kind, name] of [
    ['agent', 'scribe'],
    ['workflow', 'desk'],
    ['tool', 'post/read'],
  ] as const) {
    const { asked, build } = blastQuestions(world, { kind, name });
    const answers = new Map(Array.from(asked, ([key, question]) => [key, judge(question)]));
    expect(build(answers)).toEqual(buildBlastRadius({ ...world, judge }, { kind, name }));
    const put = Array.from(asked.values(), (one) => [one.principal.id, one.action, one.workflow].join());
    expect(new Set(put).size).toBe(put.length);
  }
});

test('of a tool only its own calls are asked about, whatever else the same allowance allows', () => {
  const { asked } = blastQuestions(world, { kind: 'tool', name: 'post/read' });
  expect(new Set(Array.from(asked.values(), ({ action }) => action))).toEqual(new Set(['post/read']));
  expect(asked.size).toBe(4);
});
