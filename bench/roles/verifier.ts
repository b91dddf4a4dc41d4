// One pass over an export: verified as a stranger verifies it, or only hashed.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { verifyExport } from '../../src/verify.ts';
import { report } from '../role.ts';

export interface Pass {
  readonly seconds: number;
  /** Most memory that the process had, resident. */
  readonly peakMiB: number;
}

const [side, path, vkey] = process.argv.slice(2) as ['verify' | 'hash', string, string];
const startedAt = performance.now();
if (side === 'verify') verify();
else hash();
const seconds = (performance.now() - startedAt) / 1000;
await report({ seconds, peakMiB: process.resourceUsage().maxRSS / 1024 } satisfies Pass);

function verify(): void {
  const { ok, findings } = verifyExport(lines(), { vkey });
  if (!ok) throw new Error(`the export does not hold: ${JSON.stringify(findings.slice(0, 3))}`);
}

function hash(): void {
  const sha256 = createHash('sha256');
  for (const chunk of chunks()) sha256.update(chunk);
  sha256.digest();
}

function* lines(): Generator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (const chunk of chunks()) {
    const complete = (rest + decoder.write(chunk)).split('\n');
    rest = complete.pop()!;
    yield* complete;
  }
  yield rest;
}

function* chunks(): Generator<Buffer> {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(65_536);
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
    yield chunk.subarray(0, read);
  closeSync(file);
}
