// A made-up ledger as its records tell it, and what the verifier finds there.

import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import type { Draft } from './record.ts';
import {
  draftOf,
  idOf,
  ORIGIN,
  sealAll,
  signStatement,
  statementOf,
  VKEY,
} from './sample-ledger.contract.ts';
import { createVerifier } from './verification.ts';

export type Told = Partial<Draft> & Pick<Draft, 'type' | 'body'>;

const TASK = `task/${idOf('task', 1)}`;
export const HOLD = statementOf().hold;
export const DIGEST = statementOf().digest;

export const rec = (number: number): string => idOf('rec', number);

/** Records after the founding (0), which the first one names as its cause; each names the one before it. */
function drafts(told: readonly Told[]): Draft[] {
  return [draftOf(0), ...told.map((one, at) => ({ ...draftOf(4), ...place(at + 1), ...one }))];
}

function place(number: number): Pick<Draft, 'id' | 'time' | 'stream' | 'causes'> {
  return { id: rec(number), time: draftOf(number).time, stream: TASK, causes: [rec(number - 1)] };
}

/** Codes with places, as `code@seq`. */
export function findingsOf(told: readonly Told[], dropped: readonly number[] = []): readonly string[] {
  const verifier = createVerifier(crypto, { origin: ORIGIN, keys: [VKEY], checkpoints: [] });
  for (const sealed of sealAll(drafts(told))) if (!dropped.includes(sealed.record.seq)) verifier.add(sealed);
  return verifier.finish().findings.map((one) => `${one.code}@${'seq' in one ? one.seq : ''}`);
}

export const opened: Told = { type: 'task-opened', body: {} };
const facts = {
  action: 'act_a',
  agent: 'triage',
  connector: 'mail',
  digest: DIGEST,
  hold: null,
  lease: null,
};
export const permitted = (changes: object = {}, more: Partial<Draft> = {}): Told => ({
  type: 'action-permitted',
  body: { ...facts, ...changes },
  ...more,
});
export const held = (changes: object = {}): Told => ({
  type: 'action-held',
  body: { ...facts, hold: HOLD, ...changes },
});
export const approved = (changes: object = {}): Told => {
  const statement = statementOf(changes);
  return {
    type: 'approval-given',
    body: { hold: HOLD, statement, signature: signStatement(statement) },
  };
};
