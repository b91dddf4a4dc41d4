// Measures what Holdpoint costs. Standard output carries results alone; the machine and the progress go to
// standard error.

import { actRules } from './act.ts';
import { appendDurable } from './append-durable.ts';
import { budget } from './budget.ts';
import { callLatency } from './call-latency.ts';
import { callThroughput } from './call-throughput.ts';
import { catalog } from './catalog.ts';
import { consoleBundle, consolePages } from './console.ts';
import { containment } from './containment.ts';
import { decideMemory } from './decide-memory.ts';
import { drift } from './drift.ts';
import { grounding } from './grounding.ts';
import { halfLoad } from './half-load.ts';
import { createLedgers, type Ledgers } from './ledgers.ts';
import { describeMachine } from './machine.ts';
import { opening } from './opening.ts';
import { peerAudit } from './peer-audit.ts';
import { policyLatency } from './policy-latency.ts';
import { policyShare } from './policy-share.ts';
import { proofs } from './proofs.ts';
import { replicas } from './replicas.ts';
import type { Bench, Result } from './result.ts';
import { renderTable } from './table.ts';
import { verifying } from './verifying.ts';

const BENCHES: readonly Bench[] = [
  callLatency,
  callThroughput,
  actRules,
  budget,
  containment,
  grounding,
  decideMemory,
  catalog,
  drift,
  policyLatency,
  policyShare,
  appendDurable('sqlite'),
  appendDurable('postgres'),
  halfLoad('sqlite'),
  halfLoad('postgres'),
  replicas,
  verifying,
  proofs,
  opening,
  peerAudit,
  consolePages,
  consoleBundle,
];

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((word) => word !== '--json');
const known = BENCHES.flatMap(({ names }) => names);
const unknown = wanted.filter((word) => !known.some((name) => isNamedBy(name, word)));

if (unknown.length > 0) {
  tell(`there is no bench called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  tell(await describeMachine());
  const ledgers = createLedgers();
  try {
    await runAll(ledgers);
  } finally {
    await ledgers.remove();
  }
}

async function runAll(ledgers: Ledgers): Promise<void> {
  const results: Result[] = [];
  const progress = (line: string): void => tell(`  ${line}`);
  for (const bench of BENCHES.filter(({ names }) => names.some(wants))) {
    tell(`${bench.names.filter(wants).join(', ')} …`);
    // What was measured before it, and what comes after, is worth as much.
    const measured = await bench.run({ wants, progress, ledgers }).catch((error: unknown) => {
      tell(`  failed: ${String(error)}`);
      process.exitCode = 1;
      return [];
    });
    for (const result of measured.filter(({ name }) => wants(name))) {
      results.push(result);
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    }
  }
  if (!json) process.stdout.write(renderTable(results));
}

function wants(name: string): boolean {
  return wanted.length === 0 || wanted.some((word) => isNamedBy(name, word));
}

/** By its name, or by the beginning that it has in common with others. */
function isNamedBy(name: string, word: string): boolean {
  return name === word || name.startsWith(`${word}-`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
