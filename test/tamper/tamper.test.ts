import { AuditLogger } from '@microsoft/agent-governance-sdk';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { findInExport, findInStore, KEPT, RECORDS, rowOf, TEXTS } from './ours.ts';
import * as peer from './peer.ts';
import { tableOf, tryAll, type Outcome } from './trial.ts';

// Two logs under the same attacks, and docs/tamper.md says what came of it. Where the run is right and the
// page is old, HOLDPOINT_REWRITE=1 writes the page's table anew.

const PAGE = fileURLToPath(new URL('../../../docs/tamper.md', import.meta.url));
const TABLE = /(<!-- table -->\n)[\s\S]*(<!-- end of table -->)/;

let outcomes: Outcome[];
beforeAll(async () => {
  outcomes = await tryAll();
});

describe('left alone', () => {
  test('a Holdpoint ledger has no findings, as an export and in a store', async () => {
    expect(findInExport(TEXTS, KEPT, [KEPT])).toEqual([]);
    expect(await findInStore(RECORDS.map(rowOf), [KEPT])).toEqual([]);
  });

  test("the peer's log verifies, in its own hands and in those of the logger that is lent to it", () => {
    const logger = peer.logOf(12);
    const entries = peer.entriesOf(logger);
    expect(logger.verify()).toBe(true);
    expect(peer.loggerOver(entries).verify()).toBe(true);
    expect(peer.rechain(entries)).toEqual(entries);
    expect(peer.holdsHead(entries, peer.headOf(entries))).toBe(true);
  });
});

describe('attacked', () => {
  test('a Holdpoint ledger shows all to whoever kept a checkpoint, but the call it was never told of', () => {
    const unnoticed = outcomes.filter(({ withCheckpoint }) => withCheckpoint.length === 0);
    expect(unnoticed.map(({ what }) => what)).toEqual([
      'A call that never passed the gate, and so was never recorded',
    ]);
  });

  test('neither verifier claims to notice that call', () => {
    expect(outcomes.at(-1)).toMatchObject({ alone: [], peerAlone: false, peerWithNote: false });
  });

  test('both verifiers notice what is changed, dropped or moved inside the log', () => {
    const inside = outcomes.filter(({ what }) =>
      /^(A field|A record is|Two records|.* in the middle)/.test(what),
    );
    expect(inside).toHaveLength(5);
    for (const { alone, peerAlone, what } of inside)
      expect([alone.length > 0, peerAlone], what).toEqual([true, true]);
  });

  test("the page's table is what came of it", () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toMatch(TABLE);
    const current = page
      .replace(TABLE, (_, start, end) => `${start}${tableOf(outcomes)}\n${end}`)
      .replace(/(?<=agent-governance-sdk` )\d[\w.-]*/, peer.PEER_VERSION);
    if (process.env['HOLDPOINT_REWRITE'] === '1') writeFileSync(PAGE, current);
    expect(readFileSync(PAGE, 'utf8')).toBe(current);
  });
});

describe("what the page says of the peer's log", () => {
  test('its entries can be changed through what getEntries() gives', () => {
    const logger = peer.logOf(3);
    logger.getEntries()[1]!.decision = 'deny';
    expect([logger.verify(), peer.entriesOf(logger)[1]!.decision]).toEqual([false, 'deny']);
  });

  test('it keeps nothing but agent, action and decision of what it is given', () => {
    const given = { ...peer.saidAt(0), arguments: { to: 'eve@example.org' } };
    const entry = new AuditLogger().log(given);
    expect(Object.keys(entry).toSorted()).toEqual([
      'action',
      'agentId',
      'decision',
      'hash',
      'previousHash',
      'timestamp',
    ]);
  });

  test('it evicts its oldest entries and verifies all the same', () => {
    const logger = peer.logOf(12, { maxEntries: 9 });
    expect([logger.length, logger.verify()]).toEqual([9, true]);
  });

  test('it has no way to read, sign or anchor: five public members in all', () => {
    const members = Object.getOwnPropertyNames(AuditLogger.prototype).toSorted();
    expect(members).toEqual(['constructor', 'exportJSON', 'getEntries', 'length', 'log', 'verify']);
  });
});
