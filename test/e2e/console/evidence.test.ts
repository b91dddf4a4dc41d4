// Evidence in a browser: what a real ledger shows, each record with its proof, and all of it as a file.

import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import type { EvidenceView } from '../../../src/surfaces/http/contract/evidence.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('evidence', (desk) => {
  beforeAll(async () => {
    await desk.admitMail();
    await desk.startAgent();
    const hold = await desk.agent.send({ to: 'eve@outside.example' });
    await desk.stage.bob.decide('reject', desk.agent.task.id, hold, 'not to Eve');
  });

  it('leads from a control to its records, and from a record to its proof', async () => {
    const { page, trouble, faults, close } = await desk.visit({ as: desk.stage.alice, path: '/evidence' });
    await page.getByText(/read from \d+ records/).waitFor();
    expect(await faults('evidence')).toEqual([]);
    await page.getByRole('button', { name: /Who approved what/ }).click();
    await page.waitForURL('**/evidence?control=approvals');
    const records = page.getByRole('table', { name: 'Records of: Who approved what' });
    const row = records.getByRole('row', { name: /rejected mail\/send_email for scribe/ });
    await row.getByText('op_bob').waitFor();
    expect(await faults('evidence-control')).toEqual([]);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: /hold-rejected/ }).waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/It is record \d+ of the \d+ that were signed/).waitFor();
    await page.goBack();
    await records.waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  it('is kept as a file: exactly what the daemon answers', async () => {
    const { page, close } = await desk.visit({ as: desk.stage.bob, path: '/evidence?days=30' });
    await page.getByText(/read from \d+ records/).waitFor();
    await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('30');
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const file = JSON.parse(await readFile(await (await coming).path(), 'utf8')) as EvidenceView;
    const approvals = file.controls.find(({ id }) => id === 'approvals');
    expect(approvals).toMatchObject({ standing: 'met', count: 1, records: [{ who: 'op_bob' }] });
    expect(file.size).toBe(await desk.stage.ledgerSize());
    await close();
  });

  it('is read on a phone, in the dark', async () => {
    const path = '/evidence?control=approvals';
    const options = { as: desk.stage.alice, path, size: PHONE, dark: true };
    const { page, faults, close } = await desk.visit(options);
    await page.getByText(/rejected mail/).waitFor();
    expect(await faults('evidence-phone')).toEqual([]);
    await close();
  });
});
