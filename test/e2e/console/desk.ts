// Where the tests of the console sit: a daemon, a browser and an agent that has read its inbox, set up and
// taken down once for each file.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { createPerson, type Person } from '../../../examples/demo/people.ts';
import { setStage, type Stage } from '../stage.ts';
import {
  admitMail,
  launch,
  startMailAgent,
  visit,
  WHY_NOT,
  type MailAgent,
  type Visit,
  type VisitOptions,
} from './browser.ts';

export class Desk {
  stage!: Stage;
  agent!: MailAgent;
  /** For files of a test; goes with the desk. */
  folder!: string;
  #browser!: Browser;

  async open(stage: Stage): Promise<void> {
    this.stage = stage;
    this.folder = await mkdtemp(join(tmpdir(), 'holdpoint-console-'));
    this.#browser = await launch();
  }

  visit(options: VisitOptions): Promise<Visit> {
    return visit(this.#browser, this.stage, options);
  }

  admitMail(): Promise<void> {
    return admitMail(this.stage, this.folder);
  }

  async startAgent(): Promise<void> {
    this.agent = await startMailAgent(this.stage);
  }

  /** A third person, registered and signed in. */
  async register(name: string, roles: readonly string[]): Promise<Person> {
    const id = `op_${name.toLowerCase()}`;
    const person = await createPerson(id, join(this.folder, `${id}.key`), 'a passphrase of hers too');
    const { publicKey } = person;
    await this.stage.alice.ask('POST', '/operators', { id, name, roles, publicKey, identity: null });
    await person.signIn(this.stage.daemon.url, this.stage.daemon.localToken);
    return person;
  }

  async close(): Promise<void> {
    await this.agent?.client.close();
    await this.#browser?.close();
    await this.stage?.stop();
    await rm(this.folder, { recursive: true });
  }
}

/** Tests at a desk; skipped with the reason where no browser can be had. */
export function describeInBrowser(
  what: string,
  tests: (desk: Desk) => void,
  set: () => Promise<Stage> = () => setStage('{holdWaitSeconds: 1}'),
): void {
  describe.skipIf(WHY_NOT !== '')(`${what} in a browser${WHY_NOT}`, () => {
    const desk = new Desk();
    beforeAll(async () => desk.open(await set()));
    afterAll(() => desk.close());
    tests(desk);
  });
}
