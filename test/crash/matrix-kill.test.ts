// A gateway over a real SQLite file is killed again and again, wherever it is just then. What it answered is
// recorded, what it owed is carried out by the next one, and its second place never knows more than its
// ledger.

import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/gateway/fakes.contract.ts';
import type { Event } from '../../src/kernel/event.ts';
import { makeFolder } from './images.ts';
import { expectRecovered, startSiteProcess, subjectsOf, type SiteProcess } from './recovery.ts';
import type { Said } from './site-entry.ts';

const KILLS = 20;
/** Some are killed before they answered anything, perhaps while they start. */
const [FEWEST_ANSWERS, MOST_ANSWERS] = [-4, 24] as const;
const MOST_MS_LATER = 12;
const STARTS_IN_MS = 600;

const homes: string[] = [];
const children: SiteProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const home of homes) await rm(home, { recursive: true });
});

/** Runs a gateway and kills it some time after so many answers. */
async function runAndKill(home: string, random: () => number): Promise<Said[]> {
  const child = startSiteProcess(home, Math.floor(random() * 2 ** 32));
  children.push(child);
  const kill = (afterMs: number): void => void setTimeout(() => child.kill('SIGKILL'), afterMs);
  const answers = Math.floor(FEWEST_ANSWERS + random() * (MOST_ANSWERS - FEWEST_ANSWERS));
  if (answers <= 0) kill(random() * STARTS_IN_MS);
  const said: Said[] = [];
  for await (const line of createInterface(child.stdout)) {
    said.push(JSON.parse(line) as Said);
    if (said.length === answers) kill(random() * MOST_MS_LATER);
  }
  expect(said.filter((one) => 'fault' in one)).toEqual([]);
  return said;
}

describe.concurrent('killed again and again', () => {
  it.each([1, 2])(
    'a gateway loses nothing that it answered, and owes nothing once the next has started (seed %i)',
    async (seed) => {
      const home = makeFolder();
      homes.push(home);
      const random = seededRandom(seed);
      const said: Said[] = [];
      let events: readonly Event[] = [];
      for (let kills = 0; kills < KILLS; kills++) {
        said.push(...(await runAndKill(home, random)));
        events = await expectRecovered(home, said);
      }
      // It was hit where it hurts: calls under way, leases out.
      expect(said.length).toBeGreaterThan(KILLS);
      expect(subjectsOf(events, 'action-settled', 'code')).toContain('claim-lapsed');
      expect(subjectsOf(events, 'lease-granted', 'lease').length).toBeGreaterThan(KILLS);
    },
    300_000,
  );
});
