// docs/ledger-format.md is the contract; here its worked examples are read out of it and recomputed.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { verifyExport } from '../verify.ts';
import { encodeBase64, encodeBase64Url } from './base64.ts';
import { hex, utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';
import { formatCheckpoint, openCheckpoint } from './checkpoint.ts';
import { commit, deriveScopeKeys } from './commitment.ts';
import { cosign, cosignersOf } from './cosignature.ts';
import { actionDigest, definitionDigest, digestOf, type ActionIdentity } from './digest.ts';
import { exportClosing, exportHeader } from './export.ts';
import { openNodes } from './nodes.contract.ts';
import { signNote } from './note.ts';
import { parseStrict } from './parse.ts';
import { consistencyNodes, inclusionNodes, proveFrom, type NodeRef } from './proof.ts';
import { parseRecord, sealRecord, type Draft } from './record.ts';
import { keyPair, logSigner, operatorKey, ORIGIN } from './sample-ledger.contract.ts';
import { statementBytes, verifyStatement, type ApprovalStatement } from './statement.ts';
import { objectStream, parseStream } from './stream.ts';
import { encodeEntryBundle, formatTilePath, parseTilePath, tileWidth } from './tile.ts';
import { formatTlogProof, verifyTlogProof } from './tlog-proof.ts';
import { appendLeaf, decodeFrontier, emptyFrontier, encodeFrontier, leafHash, rootOf } from './tree.ts';
import { decodeVkey, encodeVkey, verifierKey } from './vkey.ts';

const page = readFileSync('docs/ledger-format.md', 'utf8');
const examples = new Map(
  Array.from(page.matchAll(/<!-- example: (\S+) -->\n```\w*\n([^]*?)\n```/g), ([, name, text]) => [
    name!,
    text!,
  ]),
);
const used = new Set<string>();

function example(name: string): string {
  used.add(name);
  return examples.get(name)!;
}

const exported = example('export').split('\n');
const entries = exported.slice(1, -1).map((line) => crypto.sha256(utf8(line)));
const frontier = entries.reduce(
  (tree, entry) => appendLeaf(crypto, tree, leafHash(crypto, entry)),
  emptyFrontier,
);

describe('the format as published', () => {
  test('has this canonical JSON', () => {
    expect(canonicalize(parseStrict(example('canonical-input')))).toBe(example('canonical-output'));
  });

  test('has these bytes, entry and leaf for a record', () => {
    const draft = parseStrict(example('draft')) as unknown as Draft;
    const { bytes, hash } = sealRecord(crypto, draft, 1, 2);
    expect(Buffer.from(bytes).toString()).toBe(example('record'));
    expect(parseRecord(utf8(example('record')))).toMatchObject({ ...draft, seq: 1, version: 2 });
    expect(hex(hash)).toBe(example('entry'));
    expect(hex(leafHash(crypto, hash))).toBe(example('leaf'));
    expect(exported[2]).toBe(example('record'));
  });

  test('has this name for the stream of an object', () => {
    expect(objectStream('files', '/a b/é(1)')).toBe(example('object-stream'));
    expect(parseStream(example('object-stream'))).toMatchObject({ id: '/a b/é(1)' });
  });

  test('has this root and frontier', () => {
    expect(hex(rootOf(crypto, frontier))).toBe(example('root'));
    expect(hex(encodeFrontier(frontier))).toBe(example('frontier'));
    expect(decodeFrontier(new Uint8Array(Buffer.from(example('frontier'), 'hex')))).toEqual(frontier);
  });

  test('has this verifier key and checkpoint', () => {
    const key = verifierKey(crypto, ORIGIN, logSigner.publicKey);
    expect(encodeVkey(key)).toBe(example('vkey'));
    expect(decodeVkey(crypto, example('vkey'))).toEqual(key);
    const checkpoint = { origin: ORIGIN, size: 4, root: rootOf(crypto, frontier) };
    const note = signNote(crypto, formatCheckpoint(checkpoint), logSigner);
    expect(note).toBe(`${example('checkpoint')}\n`);
    expect(openCheckpoint(crypto, note, [key], ORIGIN)).toEqual(checkpoint);
  });

  test('has these keys and this commitment', () => {
    const payloadKey = new Uint8Array(Buffer.from(example('payload-key'), 'hex'));
    const { commitmentKey, encryptionKey } = deriveScopeKeys(crypto, payloadKey);
    expect(hex(commitmentKey)).toBe(example('commitment-key'));
    expect(hex(encryptionKey)).toBe(example('encryption-key'));
    const given = example('arguments');
    expect(canonicalize(parseStrict(given))).toBe(given);
    expect(commit(crypto, commitmentKey, 'arguments', utf8(given))).toBe(example('arguments-commitment'));
  });

  test('has these digests', () => {
    expect(definitionDigest(crypto, parseStrict(example('definition')))).toBe(example('definition-digest'));
    const action = parseStrict(example('action')) as unknown as ActionIdentity;
    expect(canonicalize(action)).toBe(example('action'));
    expect(digestOf(crypto, action)).toBe(example('action-digest'));
    expect(actionDigest(crypto, action)).toBe(example('action-digest'));
    expect(action.definition).toBe(example('definition-digest'));
    expect(action.arguments).toBe(example('arguments-commitment'));
  });

  test('has this statement and signature', () => {
    const statement = parseStrict(example('statement')) as unknown as ApprovalStatement;
    const bytes = statementBytes(statement);
    expect(Buffer.from(bytes).toString()).toBe(example('statement'));
    expect(statement.digest).toBe(example('action-digest'));
    const signature = encodeBase64Url(operatorKey.sign(bytes));
    expect(signature).toBe(example('statement-signature'));
    expect(verifyStatement(crypto, { statement, signature, publicKey: operatorKey.publicKey })).toBe(true);
    expect(parseRecord(utf8(exported[4]!)).body).toMatchObject({ statement, signature });
  });

  test('has this export, which verifies', () => {
    expect(exported[0]).toBe(exportHeader({ origin: ORIGIN, vkey: example('vkey') }));
    expect(exported.at(-1)).toBe(exportClosing(`${example('checkpoint')}\n`));
    const report = verifyExport(exported, { vkey: example('vkey') });
    expect(report).toMatchObject({ ok: true, size: 4, coveredSize: 4, findings: [] });
    expect(Buffer.from(report.root, 'base64').toString('hex')).toBe(example('root'));
  });

  test('has these tiles', () => {
    const tile = { level: 0, index: 1_234_067, width: 256 };
    expect(formatTilePath(tile)).toBe(example('tile-path'));
    expect(parseTilePath(example('tile-path'))).toEqual(tile);
    const partial = { level: 'entries', index: 0, width: tileWidth('entries', 0, 4) } as const;
    expect(formatTilePath(partial)).toBe(example('partial-tile-path'));
    expect(hex(encodeEntryBundle(entries))).toBe(example('entry-bundle'));
  });

  test('has these proofs, which hold', () => {
    const nodes = openNodes(crypto);
    nodes.append(entries);
    const proofOf = (refs: readonly NodeRef[]) => proveFrom(crypto, refs, nodes.fetch(refs));
    const checkpoint = `${example('checkpoint')}\n`;
    const text = formatTlogProof({ index: 1, hashes: proofOf(inclusionNodes(1, 4)), checkpoint });
    expect(text).toBe(`${example('tlog-proof')}\n`);
    const options = { origin: ORIGIN, keys: [example('vkey')], record: utf8(example('record')) };
    expect(verifyTlogProof(crypto, text, options)).toMatchObject({ ok: true, index: 1 });
    const hashes = proofOf(consistencyNodes(3, 4)).map(encodeBase64);
    expect(hashes.join('\n')).toBe(example('consistency-proof'));
  });

  test('has this cosignature, which holds', () => {
    const witness = { name: 'witness.example/w1', ...keyPair(9) };
    const key = verifierKey(crypto, witness.name, witness.publicKey, 'cosignature');
    expect(encodeVkey(key)).toBe(example('witness-vkey'));
    expect(decodeVkey(crypto, example('witness-vkey'))).toEqual(key);
    const note = `${example('checkpoint')}\n`;
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    expect(cosign(crypto, text, witness, 1_767_225_700)).toBe(`${example('cosignature')}\n`);
    expect(cosignersOf(crypto, `${note}${example('cosignature')}\n`, [key])).toEqual([key]);
  });

  test('has this body for another key', () => {
    const next = encodeVkey(verifierKey(crypto, ORIGIN, keyPair(4).publicKey));
    expect(example('rotation')).toBe(canonicalize({ vkey: next, previous: example('vkey') }));
  });

  test('names every finding that the verifier has', () => {
    const source = readFileSync('src/ledger/finding.ts', 'utf8');
    const codes = new Set(Array.from(source.matchAll(/code: '([a-z-]+)'/g), ([, code]) => code!));
    expect(codes.size).toBe(30);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });

  test('has no example that is not recomputed here', () => {
    expect([...examples.keys()].filter((name) => !used.has(name))).toEqual([]);
    expect(examples.size).toBe(31);
  });
});
