import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import type { Event } from '../../kernel/event.ts';
import { digestOf } from '../../ledger/digest.ts';
import { createConstraintEngine } from '../../workflow/constraint.ts';
import { nextStep } from '../hold/next-step.ts';
import { readPast } from '../replay/past.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';
import { runsOfLedger } from './ledger-runs.ts';
import { replayRun, type RunScope } from './replay-run.ts';
import { createStage } from './stage.ts';

const IN_STEPS = `holdpoint: workflow/v1
id: notes
purpose: Look, then write
owner: ada
agents: [scribe]
expires: 2099-01-01
limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}
allow:
  - tool: notes/read
  - tool: notes/write
steps:
  - {name: look, tools: [notes/read]}
  - name: write
    tools: [notes/write]
    gate: {approvers: {approver: 1}, reason: See what it looked at.}
  - {name: again, tools: [notes/read]}
`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const published = await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text: IN_STEPS });
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
});
afterEach(() => rig.stop());

async function goOn(task: string, named: string): Promise<void> {
  const asked = await nextStep(rig.core, { kind: 'agent', id: 'scribe' }, { task, named });
  if (asked.verdict === 'hold') await rig.decide('grace', 'approve', task, asked.hold!);
}

async function recorded() {
  const events: Event[] = [];
  for await (const passed of readPast(rig.core)) if (passed.kind === 'record') events.push(passed.event);
  // What was said matters nowhere here: every call takes the same.
  return runsOfLedger('ledger', events, () => '{"result":{"content":[]}}', createConstraintEngine());
}

it('a run is decided in the steps in which its task was, whoever let them begin', async () => {
  const task = await rig.open();
  const asked = ['read', 'write', '@write', 'write', 'read', '@again', 'read'];
  const then: string[] = [];
  for (const one of asked) {
    if (one.startsWith('@')) await goOn(task, one.slice(1));
    else then.push((await rig.call(task, `notes/${one}`)).verdict);
  }
  expect(then).toEqual(['permit', 'deny', 'hold', 'deny', 'permit']);
  const set = await recorded();
  const stage = createStage(set.tools, { digest: (value) => digestOf(nodeLedgerCrypto, value) });
  const verdicts = (scope: RunScope) => replayRun(set, set.cases[0]!, stage, scope);
  expect(verdicts('own').map(({ verdict }) => verdict)).toEqual(then);
  expect(verdicts('own').map(({ rules }) => rules)).toEqual([
    [],
    ['outside-step'],
    ['starter.agent.write-or-send'],
    ['outside-step'],
    [],
  ]);
  // Where the tools of the run are taken instead, there are no steps.
  expect(verdicts('declared').map(({ verdict }) => verdict)).not.toContain('deny');
});
