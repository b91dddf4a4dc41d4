// What the ledger's tests are made of: a fixed key, and ledgers that hold before a test breaks them.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { encodeBase64Url } from './base64.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { commit } from './commitment.ts';
import { actionDigest } from './digest.ts';
import { signNote, type NoteSigner } from './note.ts';
import { sealRecord, type Draft, type SealedRecord } from './record.ts';
import { statementBytes, type ApprovalStatement, type ShownAction } from './statement.ts';
import { appendLeaf, emptyFrontier, leafHash, rootOf } from './tree.ts';
import { encodeVkey, verifierKey } from './vkey.ts';

export const ORIGIN = 'ledger.example/acme';

/** Ed25519 from a seed of 32 equal bytes. */
export function keyPair(seedByte: number): Omit<NoteSigner, 'name'> {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([prefix, Buffer.alloc(32, seedByte)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(-32)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

export const logSigner: NoteSigner = { name: ORIGIN, ...keyPair(1) };
export const operatorKey = keyPair(2);
export const VKEY = encodeVkey(verifierKey(crypto, ORIGIN, logSigner.publicKey));

export function idOf(prefix: string, number: number): string {
  return `${prefix}_${number.toString(36).padStart(16, '0')}`;
}

const TASK = idOf('task', 1);

export function statementOf(changes: Partial<ApprovalStatement> = {}): ApprovalStatement {
  const argumentsCommitment = commit(crypto, new Uint8Array(32), 'arguments', new TextEncoder().encode('{}'));
  const digest = actionDigest(crypto, {
    task: TASK,
    agent: 'triage',
    connector: 'mail',
    tool: 'send',
    definition: `sha256:${'0'.repeat(64)}`,
    arguments: argumentsCommitment,
  });
  return {
    v: 1,
    type: 'holdpoint/approval@v1',
    ledger: ORIGIN,
    task: TASK,
    hold: idOf('hold', 3),
    digest,
    policies: [`sha256:${'3'.repeat(64)}`],
    verdict: 'approve',
    reason: commit(crypto, new Uint8Array(32), 'reason', new TextEncoder().encode('seen and agreed')),
    operator: 'ada',
    at: 1_700_000_000_500,
    expiresAt: 1_700_000_900_000,
    ...changes,
  };
}

/** What an operator was shown, where everything had been looked at. */
export function shownOf(changes: Partial<ShownAction> = {}): ShownAction {
  return {
    policy: `sha256:${'5'.repeat(64)}`,
    arguments: commit(crypto, new Uint8Array(32), 'arguments', new TextEncoder().encode('{}')),
    labels: { sensitivity: 'internal', categories: ['contact'], integrity: 'trusted' },
    grounding: [{ role: 'recipient', level: 'user', instructed: true }],
    model: 'small-1',
    definition: `sha256:${'0'.repeat(64)}`,
    effects: ['sends'],
    workflow: `sha256:${'6'.repeat(64)}`,
    ...changes,
  };
}

/** What makes a statement one of version 3; what is changed to undefined is absent. */
export function thirdOf(changes: Partial<ApprovalStatement> = {}): Partial<ApprovalStatement> {
  const third = { v: 3, type: 'holdpoint/approval@v3', shown: shownOf(), times: 1, ...changes };
  return Object.fromEntries(Object.entries(third).filter(([, value]) => value !== undefined));
}

export function signStatement(statement: ApprovalStatement): string {
  return encodeBase64Url(operatorKey.sign(statementBytes(statement)));
}

/** The n-th thing that happens in a believable ledger. */
export function draftOf(number: number, changes: Partial<Draft> = {}): Draft {
  const base = {
    id: idOf('rec', number),
    time: 1_700_000_000_000 + number * 10,
    actor: { kind: 'agent', id: 'triage' },
    causes: number === 0 ? [] : [idOf('rec', number - 1)],
  } as const;
  if (number === 0) {
    const operator = { id: 'ada', roles: ['admin'], publicKey: encodeBase64Url(operatorKey.publicKey) };
    return { ...base, stream: 'org', type: 'founded', body: { operator }, ...changes };
  }
  if (number === 3) {
    const statement = statementOf();
    const body = { hold: statement.hold, statement, signature: signStatement(statement) };
    return { ...base, stream: `task/${TASK}`, type: 'approval-given', body, ...changes };
  }
  if (number === 2) return { ...base, stream: `task/${TASK}`, type: 'task-opened', body: {}, ...changes };
  const stream = number % 3 === 0 ? `task/${TASK}` : `agent/a${number % 3}`;
  return { ...base, stream, type: 'request-denied', body: { note: `number ${number}` }, ...changes };
}

export function sealAll(drafts: readonly Draft[]): SealedRecord[] {
  const versions = new Map<string, number>();
  return drafts.map((draft, seq) => {
    const version = (versions.get(draft.stream) ?? 0) + 1;
    versions.set(draft.stream, version);
    return sealRecord(crypto, draft, seq, version);
  });
}

export function ledgerOf(size: number): SealedRecord[] {
  return sealAll(Array.from({ length: size }, (_, number) => draftOf(number)));
}

/** The signed checkpoint over the first `size` records. */
export function checkpointOf(
  records: readonly SealedRecord[],
  size = records.length,
  signer = logSigner,
): string {
  const frontier = records
    .slice(0, size)
    .reduce((tree, { hash }) => appendLeaf(crypto, tree, leafHash(crypto, hash)), emptyFrontier);
  const root = rootOf(crypto, frontier);
  return signNote(crypto, formatCheckpoint({ origin: ORIGIN, size, root }), signer);
}
