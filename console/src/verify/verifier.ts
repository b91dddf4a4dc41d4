// Asks the verifier in its worker; one question, one worker, and nothing is left of it afterwards.

import { pageHeaders } from '../api/session.ts';
import type { ProofVerdict, Question, Word } from './messages.ts';

type LedgerReport = Extract<Word, { kind: 'report' }>;
type Progress = Extract<Word, { kind: 'fetched' | 'checked' }>;

/** Verifies all records against a key, and against a checkpoint that was kept. */
export function verifyLedger(
  trust: { readonly vkey: string; readonly checkpoints: readonly string[] },
  told: (progress: Progress) => void,
  stop: AbortSignal,
): Promise<LedgerReport> {
  return new Promise((resolve, reject) => {
    const question = {
      kind: 'ledger',
      url: '/api/v1/ledger/export',
      headers: pageHeaders(),
      ...trust,
    } as const;
    ask(question, stop, reject, (word) => {
      if (word.kind === 'fetched' || word.kind === 'checked') told(word);
      if (word.kind === 'report') resolve(word);
      return word.kind === 'report';
    });
  });
}

/** Verifies that the ledger holds a record, by its proof (C2SP tlog-proof) and its canonical text. */
export function verifyRecord(
  trust: { readonly vkey: string; readonly proof: string; readonly record: string },
  stop: AbortSignal,
): Promise<ProofVerdict> {
  return new Promise((resolve, reject) => {
    ask({ kind: 'proof', ...trust }, stop, reject, (word) => {
      if (word.kind === 'verdict') resolve(word.verdict);
      return word.kind === 'verdict';
    });
  });
}

function ask(
  question: Question,
  stop: AbortSignal,
  fail: (error: Error) => void,
  heard: (word: Word) => boolean,
): void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const end = (why: string | null): void => {
    worker.terminate();
    if (why !== null) fail(new Error(why));
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'failed') end(data.why);
    else if (heard(data)) end(null);
  });
  worker.addEventListener('error', () => end('the verifier could not be started'));
  stop.addEventListener('abort', () => end('stopped'), { once: true });
  worker.postMessage(question, []);
}
