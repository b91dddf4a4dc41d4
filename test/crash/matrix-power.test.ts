// The power fails at any byte of what SQLite writes. Everything acknowledged before is there, nothing half,
// and the ledger goes on.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerDatabase } from '../../src/adapters/store/sqlite/database.ts';
import { openDatabase } from '../../src/adapters/store/sqlite/schema.ts';
import { seededRandom } from '../../src/gateway/fakes.contract.ts';
import {
  contentOf,
  findingsIn,
  isSame,
  layImage,
  makeFolder,
  takeImage,
  tell,
  watchStatements,
  type Image,
} from './images.ts';
import { checkpointedFiles, logAt, some, unfinishedLogs, writtenBetween } from './power-loss.ts';
import { recordStory, type Story } from './story.ts';

/** One change of the files, and what the database holds before and after it. */
interface Moment {
  /** Index of the step that made it. */
  readonly step: number;
  readonly images: readonly [before: Image, after: Image];
  readonly contents: readonly [before: string, after: string];
}

const folder = makeFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const random = seededRandom(7);
let story: Story;
let ending: string;
const moments: Moment[] = [];
let count = 0;

beforeAll(async () => {
  story = await recordStory();
  const path = join(folder, 'told.db');
  const database = new LedgerDatabase(path, null);
  let [image, content] = [takeImage(path), contentOf(database, story)];
  for (const [step, { operation, write }] of story.steps.entries()) {
    const seen: Image[] = [image];
    const keep = (): void => {
      const now = takeImage(path);
      if (!isSame(now, seen.at(-1)!)) seen.push(now);
    };
    // Only an erasure writes to the files twice: its transaction, then the log into the file.
    watchStatements(operation === 'erase' ? { after: keep } : {}, () => write(database));
    keep();
    image = seen.at(-1)!;
    const before = content;
    content = contentOf(database, story);
    for (const [index, after] of seen.slice(1).entries()) {
      const contents = [index === 0 ? before : content, content] as const;
      moments.push({ step, images: [seen[index]!, after], contents });
    }
  }
  ending = content;
  database.close();
});

function reopen(image: Image): LedgerDatabase {
  return new LedgerDatabase(layImage(image, join(folder, `${count++}.db`)), null);
}

function contentIn(image: Image): string {
  const opened = reopen(image);
  try {
    return contentOf(opened, story);
  } finally {
    opened.close();
  }
}

/** Whether nothing is amiss, and what had not been acknowledged can be written again. */
async function goesOn(image: Image, from: number): Promise<boolean> {
  const opened = reopen(image);
  const findings = await findingsIn(opened, story);
  const end = contentOf(tell(story.steps.slice(from), opened), story);
  opened.close();
  return findings.length === 0 && end === ending;
}

const transactions = () =>
  moments.flatMap((moment) => {
    const [before, after] = moment.images;
    const written = writtenBetween(before.log, after.log);
    return written === null ? [] : [{ ...moment, written }];
  });

const checkpoints = () => moments.filter(({ images: [before, after] }) => !before.file.equals(after.file));

it('waits for the disk at every commit', () => {
  const { db } = openDatabase(join(folder, 'settings.db'), null);
  const settings = ['journal_mode', 'synchronous'].map((name) => db.prepare(`pragma ${name}`).raw().get());
  expect(settings).toEqual([['wal'], [2]]);
  db.close();
});

describe('the write-ahead log', () => {
  it('that was being appended to holds what was acknowledged before, and nothing half', async () => {
    expect(transactions()).toHaveLength(story.steps.length);
    for (const { images, contents, step, written } of some(transactions(), 40)) {
      const [before, after] = images;
      const logs = unfinishedLogs([before.log, after.log], written, random);
      for (const log of some(logs, 6)) expect(contentIn({ file: before.file, log })).toBe(contents[0]);
      const whole = { file: before.file, log: logAt(before.log, after.log, written.to) };
      expect(contentIn(whole), `step ${step}`).toBe(contents[1]);
    }
  });

  it('that was begun anew leaves no frame of the one before it in force', async () => {
    const restarts = transactions().filter(({ written }) => written.isRestart);
    expect(restarts.some(({ images: [before] }) => before.log.length > 0)).toBe(true);
    for (const { images, contents, written } of restarts) {
      const [{ file, log: old }, { log: young }] = images;
      const logs = unfinishedLogs([old, young], written, random);
      expect(logs.length).toBeGreaterThan(3);
      for (const log of logs) expect(contentIn({ file, log })).toBe(contents[0]);
      expect(contentIn({ file, log: logAt(old, young, written.to) })).toBe(contents[1]);
    }
  });

  it('can be cut anywhere, and the story goes on to its end', async () => {
    for (const { images, step, written } of some(transactions(), 8)) {
      const [{ file, log: old }, { log: young }] = images;
      const log = some(unfinishedLogs([old, young], written, random), 2)[1]!;
      expect(await goesOn({ file, log }, step)).toBe(true);
      expect(await goesOn({ file, log: logAt(old, young, written.to) }, step + 1)).toBe(true);
    }
  });
});

describe('a checkpoint of the log into the file', () => {
  it('may end at any of its pages', async () => {
    expect(checkpoints().length).toBeGreaterThan(1);
    for (const { images, contents, step } of checkpoints()) {
      const [before, after] = images;
      // It is cut only once all of it lies in the file.
      const log = after.log.length > 0 ? after.log : before.log;
      const files = checkpointedFiles(before.file, after.file, random);
      for (const file of some(files, 16)) {
        expect(contentIn({ file, log }), `step ${step}`).toBe(contents[1]);
      }
      for (const file of some(files, 3)) expect(await goesOn({ file, log }, step + 1)).toBe(true);
      expect(await goesOn(after, step + 1)).toBe(true);
    }
  });
});
