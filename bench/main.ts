// Measures what Holdpoint costs. Standard output carries results alone; the machine and the progress go to
// standard error.

import { callLatency } from './call-latency.ts';
import { callThroughput } from './call-throughput.ts';
import { decideDurable } from './decide-durable.ts';
import { decideMemory } from './decide-memory.ts';
import { describeMachine } from './machine.ts';
import type { Bench, Result } from './result.ts';
import { renderTable } from './table.ts';

const BENCHES: readonly Bench[] = [
  callLatency,
  callThroughput,
  decideDurable(1),
  decideDurable(16),
  decideDurable(256),
  decideMemory,
];

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((word) => word !== '--json');
const known = BENCHES.flatMap(({ names }) => names);
const unknown = wanted.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  tell(`there is no bench called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  await runAll();
}

async function runAll(): Promise<void> {
  tell(await describeMachine());
  const results: Result[] = [];
  for (const bench of BENCHES.filter(({ names }) => names.some(isWanted))) {
    tell(`${bench.names.join(', ')} …`);
    const measured = await bench.run((line) => tell(`  ${line}`));
    for (const result of measured.filter(({ name }) => isWanted(name))) {
      results.push(result);
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    }
  }
  if (!json) process.stdout.write(renderTable(results));
}

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
