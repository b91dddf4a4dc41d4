// The public verifier, beside the page: it asks the daemon for the records and believes nothing else of it.

import { describeFinding, verifyExport, verifyProof } from '../../../src/verify-browser.ts';
import type { Question, Word } from './messages.ts';

/** Lines between two words of progress. */
const STEP = 500;

const say = (word: Word): void => self.postMessage(word, { transfer: [] });

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  answer(data).catch((error: unknown) => {
    say({ kind: 'failed', why: error instanceof Error ? error.message : 'the verifier failed' });
  });
});

async function answer(question: Question): Promise<void> {
  if (question.kind === 'proof') {
    const { proof, record, vkey } = question;
    return say({ kind: 'verdict', verdict: verifyProof(proof, record, { vkey }) });
  }
  const { url, headers, vkey, checkpoints } = question;
  const lines = await fetchLines(url, headers);
  const report = verifyExport(count(lines), { vkey, checkpoints });
  say({
    kind: 'report',
    report,
    findings: report.findings.map(describeFinding),
    checkpoint: noteOf(lines.at(-1)),
  });
}

async function fetchLines(url: string, headers: Record<string, string>): Promise<string[]> {
  const response = await fetch(url, { headers });
  if (!response.ok || response.body === null) throw new Error(`Holdpoint answers ${response.status}`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = response.body.getReader();
  const lines: string[] = [];
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split('\n');
    rest = parts.pop()!;
    for (const line of parts) lines.push(line);
    if (done) break;
    say({ kind: 'fetched', lines: lines.length });
  }
  return rest === '' ? lines : [...lines, rest];
}

function* count(lines: readonly string[]): Generator<string> {
  for (const [index, line] of lines.entries()) {
    if (index % STEP === 0) say({ kind: 'checked', lines: index, of: lines.length });
    yield line;
  }
}

function noteOf(line = ''): string | null {
  try {
    const { checkpoint } = JSON.parse(line) as { checkpoint?: unknown };
    return typeof checkpoint === 'string' ? checkpoint : null;
  } catch {
    return null;
  }
}
