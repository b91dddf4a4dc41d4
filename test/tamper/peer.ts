// The audit log of @microsoft/agent-governance-sdk, as its documentation shows it, with whatever makes it
// stronger. What it has no way for is lent to it, so that its verify() is asked every question.

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { AuditLogger, type AuditEntry } from '@microsoft/agent-governance-sdk';

export const { version: PEER_VERSION } = createRequire(import.meta.url)(
  '@microsoft/agent-governance-sdk/package.json',
) as { readonly version: string };

/** What a careful user could note elsewhere: how many entries there are, and the newest one's hash. */
export interface Head {
  readonly count: number;
  readonly hash: string;
}

type Said = Pick<AuditEntry, 'agentId' | 'action' | 'decision'>;

export function saidAt(number: number): Said {
  return { agentId: 'triage', action: `mail.send.${number}`, decision: number % 3 === 0 ? 'deny' : 'allow' };
}

/** A log of so many entries; `maxEntries` is the only option that it has. */
export function logOf(count: number, { maxEntries = 10_000 } = {}): AuditLogger {
  const logger = new AuditLogger({ maxEntries });
  for (let number = 0; number < count; number++) logger.log(saidAt(number));
  return logger;
}

/** What it keeps of its entries. */
export function entriesOf(logger: AuditLogger): AuditEntry[] {
  return JSON.parse(logger.exportJSON()) as AuditEntry[];
}

/** A logger over other entries: the package has no way to read an export back, or to verify one. */
export function loggerOver(entries: readonly AuditEntry[]): AuditLogger {
  const logger = new AuditLogger();
  Reflect.set(logger, 'entries', [...entries]);
  return logger;
}

export function headOf(entries: readonly AuditEntry[]): Head {
  return { count: entries.length, hash: entries.at(-1)!.hash };
}

export function holdsHead(entries: readonly AuditEntry[], { count, hash }: Head): boolean {
  return entries[count - 1]?.hash === hash;
}

/** An entry after another, with the right hash: it takes no key. */
export function chain(said: Said & { readonly timestamp: string }, previousHash: string): AuditEntry {
  const { timestamp, agentId, action, decision } = said;
  const text = JSON.stringify({ timestamp, agentId, action, decision, previousHash });
  return { ...said, previousHash, hash: createHash('sha256').update(text).digest('hex') };
}

/** The same entries with every hash made anew. */
export function rechain(entries: readonly AuditEntry[]): AuditEntry[] {
  let previousHash = '0'.repeat(64);
  return entries.map((entry) => {
    const chained = chain(entry, previousHash);
    previousHash = chained.hash;
    return chained;
  });
}
