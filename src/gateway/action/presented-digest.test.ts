import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkConnector, identityOf, refreshConnector } from '../connectors/connector-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { readStream } from '../views.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

it('who answers is recorded in whole characters', () => {
  const { name, version } = identityOf({ name: 'a\ud83d', version: `${'v'.repeat(199)}😀` });
  expect([name, version]).toEqual(['a\ufffd', `${'v'.repeat(199)}\ufffd`]);
});

it('a definition that cannot be written down is another one, for as long as nobody admits it', async () => {
  const task = await rig.open();
  const { notes } = rig.upstream.presents;
  rig.upstream.presents['notes'] = { ...notes, read: { ...notes!['read'], description: 'half \ud83d' } };
  expect(await rig.call(task, 'notes/read')).toMatchObject({
    verdict: 'deny',
    reasons: [{ code: 'definition-changed' }],
  });
  rig.upstream.presents['notes'] = notes!;
  expect(await rig.call(task, 'notes/read')).toMatchObject({ reasons: [{ code: 'tool-quarantined' }] });
});

it('a server that cuts a character in two is checked like any other', async () => {
  const { notes } = rig.upstream.presents;
  const definitions = { ...notes, read: { name: 'read', description: 'Another.', inputSchema: {} } };
  const server = { name: 'notes', version: `${'v'.repeat(199)}😀`, protocol: '2025-11-25' };
  rig.upstream.describe = () => Promise.resolve({ server, definitions, instructions: null });
  expect(await checkConnector(rig.core, ADA, 'notes')).toMatchObject({ verdict: 'permit' });
  expect(await refreshConnector(rig.core, ADA, 'notes')).toMatchObject({ verdict: 'permit' });
  const types = (await readStream(rig.core, 'connector/notes')).map(({ type }) => type);
  expect(types).toContain('tool-drifted');
});
