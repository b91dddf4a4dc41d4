// The main job from end to end on real servers. Exits non-zero if anything did not go as told.

import { copyFile, rm } from 'node:fs/promises';
import { COLOURED, PLAIN } from '../../src/surfaces/cli/render/style.ts';
import { renderTrace } from '../../src/surfaces/cli/render/trace-render.ts';
import { createNarrator } from './narrator.ts';
import { auditCopy, countTrace } from './proof.ts';
import { setStage } from './stage.ts';
import { tellStory } from './story.ts';

const json = process.argv.includes('--json');
const keep = process.argv.includes('--keep');
const stream = json ? process.stderr : process.stdout;
const narrator = createNarrator(stream);
const coloured = stream.isTTY && process.env['NO_COLOR'] === undefined;

narrator.say('Holdpoint starts, with real MCP servers for files, memory and a desk calculator.');
const stage = await setStage();
const { config, daemon, everything, root } = stage;
const { task, trace } = await tellStory(stage, narrator);
narrator.chapter('The trace, from prompt to outcome');
narrator.print(renderTrace(trace, coloured ? COLOURED : PLAIN));
const counts = countTrace(trace);
narrator.expect(
  counts.leasesIssued > 0 && counts.leasesIssued === counts.leasesRevoked,
  'every lease was revoked',
);
if (keep) {
  narrator.say(`Still running at ${daemon.url} with its home in ${config.home}. Stop it with Ctrl-C.`);
  await new Promise((resolve) => process.once('SIGINT', resolve));
}
const vkey = daemon.running.core.signer.vkey;
await daemon.stop();
await everything.stop();

narrator.chapter('Anyone can check the ledger');
const report = await auditCopy(config, vkey, config.store.path);
narrator.expect(
  report.ok,
  `${report.size} records, root ${report.root}: nothing was changed, dropped or reordered`,
);
const copy = `${config.store.path}.tampered`;
await copyFile(config.store.path, copy);
const tampered = await auditCopy(config, vkey, copy, task);
const [found] = tampered.findings;
narrator.expect(
  !tampered.ok,
  `one byte flipped in a copy: ${found?.code} at record ${found && 'seq' in found ? found.seq : '?'}`,
);
await rm(root, { recursive: true, force: true });

const ok = narrator.failures() === 0;
narrator.say(ok ? 'All of it held.' : `${narrator.failures()} expectations failed.`);
if (json) {
  const ledger = { size: report.size, root: report.root, verified: report.ok };
  process.stdout.write(`${JSON.stringify({ ok, ...counts, ledger })}\n`);
}
process.exitCode = ok ? 0 : 1;
