// Every statement of every write to the SQLite file: it fails, or the process ends before or after it.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerDatabase } from '../../src/adapters/store/sqlite/database.ts';
import {
  contentOf,
  failStatement,
  findingsIn,
  isSame,
  layImage,
  makeFolder,
  takeImage,
  tell,
  watchStatements,
  type Image,
} from './images.ts';
import { recordStory, type Step, type Story } from './story.ts';

const folder = makeFolder();
afterAll(() => rmSync(folder, { recursive: true }));

let story: Story;
/** What the database holds once the whole story was told without a fault. */
let ending: string;
let count = 0;
const freshPath = (): string => join(folder, `${count++}.db`);

beforeAll(async () => {
  story = await recordStory();
  const database = tell(story.steps, new LedgerDatabase(freshPath(), null));
  ending = contentOf(database, story);
  database.close();
});

it('the story fills a tile, and more checkpoints than are kept', async () => {
  const database = tell(story.steps, new LedgerDatabase(freshPath(), null));
  expect(await findingsIn(database, story)).toEqual([]);
  expect(database.head().size).toBeGreaterThan(256);
  expect(database.checkpoints()).toHaveLength(64 + 2);
  database.close();
});

const CELLS: readonly (readonly [title: string, isIt: (step: Step) => boolean])[] = [
  ['an append with payloads and a key', ({ batch }) => (batch?.keys ?? []).length > 0],
  ['an append that completes a tile', ({ batch }) => (batch?.nodes ?? []).length > 0],
  ['an append that prunes a checkpoint', ({ operation }) => operation === 'append'],
  ['a cosigned checkpoint', ({ operation }) => operation === 'keepCheckpoint'],
  ['an erasure', ({ operation }) => operation === 'erase'],
  ['a move of the read models', ({ operation }) => operation === 'writeViews'],
  ['a clearing of the read models', ({ operation }) => operation === 'clearViews'],
  ['a snapshot', ({ operation }) => operation === 'keepSnapshot'],
];

/** The story before the last step of a kind, that step, and what came after it. */
function around(isIt: (step: Step) => boolean): { past: Step[]; step: Step; future: Step[] } {
  const at = story.steps.findLastIndex(isIt);
  const { steps } = story;
  return { past: steps.slice(0, at), step: steps[at]!, future: steps.slice(at + 1) };
}

/** Opened again it holds exactly this, nothing in it is amiss, and the story can be told to its end. */
async function expectSound(image: Image, content: string, rest: readonly Step[]): Promise<void> {
  const opened = new LedgerDatabase(layImage(image, freshPath()), null);
  expect(contentOf(opened, story)).toBe(content);
  expect(await findingsIn(opened, story)).toEqual([]);
  expect(contentOf(tell(rest, opened), story)).toBe(ending);
  opened.close();
}

describe.each(CELLS)('%s', (_, isIt) => {
  it('leaves nothing where any statement fails', async () => {
    const { past, step, future } = around(isIt);
    const path = freshPath();
    const database = tell(past, new LedgerDatabase(path, null));
    const before = contentOf(database, story);
    const known: Image[] = [];
    let statements = 0;
    for (let isWritten = false; !isWritten; statements += 1) {
      for (const code of ['SQLITE_IOERR', 'SQLITE_FULL']) {
        isWritten = failStatement(statements, code, () => step.write(database)) === null;
        if (isWritten) break;
        expect(contentOf(database, story)).toBe(before);
        const image = takeImage(path);
        if (known.some((one) => isSame(one, image))) continue;
        known.push(image);
        await expectSound(image, before, [step, ...future]);
      }
    }
    expect(statements).toBeGreaterThan(3);
    await expectSound(takeImage(path), contentOf(database, story), future);
    database.close();
  });

  it('is there whole or not at all where the process ends before or after any statement', async () => {
    const { past, step, future } = around(isIt);
    const path = freshPath();
    const database = tell(past, new LedgerDatabase(path, null));
    const before = contentOf(database, story);
    const images: Image[] = [takeImage(path)];
    const keep = (): void => {
      const image = takeImage(path);
      if (!isSame(image, images.at(-1)!)) images.push(image);
    };
    watchStatements({ before: keep, after: keep }, () => step.write(database));
    keep();
    const after = contentOf(database, story);
    database.close();
    expect(after).not.toBe(before);
    // Nothing is in the files before the commit, and everything is after it.
    await expectSound(images[0]!, before, [step, ...future]);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images.slice(1)) await expectSound(image, after, future);
  });
});
