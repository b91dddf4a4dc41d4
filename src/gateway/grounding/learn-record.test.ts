import { expect, it } from 'vitest';
import { ADA, startRig } from '../rig.contract.ts';
import { readStream } from '../views.ts';
import { learnRecord, type Telling } from './learn-record.ts';
import { admitMailbox } from './mailbox.contract.ts';
import { createTaskGrounding } from './task-grounding.ts';

const BOB = 'bob@partner.example';

it.each([
  ['person', 'person'],
  ['agent', 'untrusted'],
] as const)('words of a task that a %s opened count as %s', async (trigger, level) => {
  const rig = await startRig();
  try {
    await admitMailbox(rig);
    const task = await rig.open(`Write to ${BOB}`);
    const [opened] = (await readStream(rig.core, `task/${task}`)) as unknown as Telling[];
    if (opened?.type !== 'task-opened') throw new Error('no opening');
    expect(opened).toMatchObject({ actor: ADA, body: { trigger: 'person' } });
    const { connectors } = rig.core.world.state(null);
    const grounding = createTaskGrounding();
    learnRecord(grounding, { ...opened, body: { ...opened.body, trigger } }, `Write to ${BOB}`, connectors);
    const { send_email: send } = connectors['mail']!.admitted!.tools;
    const [to] = grounding.ground({ ...send!, connector: 'mail' }, { to: BOB, body: 'Hi' });
    expect(to).toMatchObject({ role: 'destination', level, sources: [opened.id] });
  } finally {
    await rig.stop();
  }
});
