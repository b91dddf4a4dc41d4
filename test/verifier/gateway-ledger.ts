// The ledger of a real gateway: a call that ran, one that waited for its approval, and a task that ended.

import { startRig } from '../../src/gateway/rig.contract.ts';
import { exportClosing, exportHeader } from '../../src/ledger/export.ts';
import type { Sample } from './samples.ts';

/** Its export, untouched. */
export async function exportOfGateway(): Promise<Sample> {
  const rig = await startRig();
  try {
    const task = await rig.open();
    await rig.call(task, 'notes/read');
    const held = await rig.call(task, 'desk/drop', { n: 1 });
    if (held.verdict !== 'hold') throw new Error('nothing to approve');
    await rig.decide('grace', 'approve', task, held.hold);
    await rig.call(task, 'desk/drop', { n: 1 });
    await rig.close(task);
    const { origin, vkey } = rig.core.signer;
    const { size, checkpoint } = await rig.store.head();
    const records = await rig.store.read({ fromSeq: 0, limit: size });
    const lines = [
      exportHeader({ origin, vkey }),
      ...records.map(({ text }) => text),
      exportClosing(checkpoint!),
    ];
    return { name: "a gateway's own ledger", lines, options: { vkey } };
  } finally {
    await rig.stop();
  }
}
