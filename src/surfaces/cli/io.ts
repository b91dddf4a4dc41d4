// A command talks to one person or one script: data goes to stdout, words about it to stderr, and a
// passphrase is never shown.

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Environment } from './deps.ts';

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns?: number | undefined;
}

export interface Io {
  readonly env: Environment;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The whole of standard input. */
  readInput(): Promise<string>;
  /** Asks the person at the terminal; null where there is none. */
  ask(question: string, options: { readonly hidden: boolean }): Promise<string | null>;
}

/** The process's own streams. */
export function processIo(process: NodeJS.Process): Io {
  const { stdin, stdout, stderr } = process;
  const toOutput = (stream: NodeJS.WriteStream): Output => ({
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  });
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: toOutput(stdout),
    stderr: toOutput(stderr),
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    },
    async ask(question, { hidden }) {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      stderr.write(question);
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({ input: stdin, output: hidden ? silent : stderr, terminal: true });
      // Ctrl-C and Ctrl-D end the question, which would wait for ever else.
      const ended = new AbortController();
      lines.once('close', () => ended.abort());
      try {
        return await lines.question('', { signal: ended.signal });
      } catch {
        return null;
      } finally {
        lines.close();
        if (hidden) stderr.write('\n');
      }
    },
  };
}
