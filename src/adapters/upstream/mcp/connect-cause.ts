// Why no connection came about, in words for the operator who set it up: which program, which folder, what
// it said at its end. Never a setting, an argument or the credential.

import { existsSync } from 'node:fs';
import { SdkHttpError } from '@modelcontextprotocol/client';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { UpstreamSpec } from '../../../gateway/ports.ts';

const NETWORK: { readonly [code: string]: string } = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its host cannot be looked up now',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not answer',
};

/** Of what the SDK, a transport or the platform threw; null: it says nothing. */
export function thrownCause(error: unknown): string | null {
  if (error instanceof SdkHttpError) return `it answers HTTP ${error.status}`;
  if (error instanceof UpstreamFault) return error.message;
  if (!(error instanceof Error)) return null;
  const { code } = { code: undefined, ...(error.cause as object | undefined) };
  if (code !== undefined && Object.hasOwn(NETWORK, code)) return NETWORK[code]!;
  return error.cause === undefined ? null : thrownCause(error.cause);
}

/** Of Node's code at the start of a process, the same for a program and for a folder that is missing. */
export function spawnCause(
  { command, cwd }: Extract<UpstreamSpec, { transport: 'stdio' }>,
  code: string | undefined,
): string {
  if (cwd !== null && !existsSync(cwd)) return `there is no folder ${cwd}`;
  if (code === 'ENOENT') return `there is no program ${command}`;
  return code === 'EACCES' ? `${command} may not be run` : `${command} cannot be started: ${code ?? ''}`;
}

/** What is kept of the last words of a server: lines, and characters of each. */
const LAST_LINES = 5;
const LAST_LENGTH = 300;

/** How a server process ended, and the last that it wrote to its standard error. */
export class LastWords {
  readonly #secret: string | null;
  #lines: string[] = [];
  #end: string | null = null;

  constructor(secret: string | null) {
    this.#secret = secret;
  }

  hear(line: string): void {
    const said = this.#secret === null ? line : line.replaceAll(this.#secret, '[redacted]');
    this.#lines = [...this.#lines, said.slice(0, LAST_LENGTH)].slice(-LAST_LINES);
  }

  ended(code: number | null, signal: string | null): void {
    this.#end = code === null ? `it was ended by ${signal}` : `it exited with code ${code}`;
  }

  /** Null: it has neither ended nor said anything. */
  tell(): string | null {
    const said = this.#lines.length === 0 ? null : `it said: ${this.#lines.join(' / ')}`;
    const told = [this.#end, said].filter((one) => one !== null);
    return told.length === 0 ? null : told.join('; ');
  }
}
