// Friction in a browser: what would have spared a hold is proposed there by one person, accepted or dropped
// by another, and what would also let through what people refused is offered to nobody.

import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../examples/demo/people.ts';
import { holdsResponse, type HoldView } from '../../../src/surfaces/http/contract.ts';
import { FrontDesk, type Source } from '../front-desk.ts';
import { setStage } from '../stage.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const STRANGER = 'tim@friends.example';
const KNOWN = 'friends.example is known';
const GUEST = 'zoe@guests.example';
const FIELD = /^\/bookings\/\*\/email in results of desk\/list_bookings/;
/** Of one host, and people would not write to both. */
const HARMLESS = 'max@collect.example';
const EVE = 'eve@collect.example';
const TRAP = 'collect.example is known';

const OTHER = { id: 'm2', from: 'lou@guests.example', text: 'Thanks' };
const inboxOf = (from: string): string =>
  JSON.stringify({ mails: [{ id: 'm1', from, text: 'See you' }, OTHER] });

describeInBrowser(
  'friction',
  (desk) => {
    let carol: Person;
    let dave: Person;
    let hold: string;
    let front: FrontDesk;

    beforeAll(async () => {
      carol = await desk.register('Carol', ['admin']);
      dave = await desk.register('Dave', ['admin']);
      front = new FrontDesk(desk.stage, desk.folder);
      const bookings = [
        { id: 'b1', email: GUEST, room: 7 },
        { id: 'b2', email: 'lou@guests.example', room: 9 },
      ];
      await front.open({
        list_bookings: JSON.stringify({ bookings }),
        read_inbox: inboxOf(STRANGER),
      });
      await raise('read_inbox', STRANGER);
      hold = (await newest()).id;
      await raise('list_bookings', GUEST);
      await front.say('read_inbox', inboxOf(HARMLESS));
      await raise('read_inbox', HARMLESS);
      await front.say('read_inbox', inboxOf(EVE));
      await raise('read_inbox', EVE);
      const { id, task } = await newest();
      await desk.stage.bob.decide('reject', task, id, 'not to Eve');
    });

    /** Has a mail wait to whom only that source names. */
    async function raise(source: Source, to: string): Promise<void> {
      if (await front.isSent(source, to)) throw new Error(`nobody was asked about ${to}`);
    }
    async function newest(): Promise<HoldView> {
      const { body } = await desk.stage.bob.ask('GET', '/holds');
      return holdsResponse.parse(body).holds.at(-1)!;
    }
    const listed = async (): Promise<unknown> => (await carol.ask('GET', '/destinations')).body;

    it('names at a hold what would have spared it, and has that wait for somebody else', async () => {
      const { page, faults, close } = await desk.visit({ as: carol, path: `/inbox/${hold}` });
      await page
        .getByLabel('Where it leads')
        .getByText(/never addressed in this task/)
        .waitFor();
      await page.getByRole('button', { name: 'Show them' }).click();
      const fact = page.getByRole('listitem').filter({ hasText: KNOWN });
      await fact.getByText('How it is said in a terminal').click();
      await fact.getByText('holdpoint destinations set --listed friends.example').waitFor();
      expect(await faults('hold-spared')).toEqual([]);
      await fact.getByRole('button', { name: `Propose: ${KNOWN}` }).click();
      await fact.getByText('for somebody else who knows it to be true').waitFor();
      await expect.poll(() => fact.getByRole('button', { name: /^Propose/ }).count()).toBe(0);
      await fact.getByRole('link', { name: 'waits' }).click();
      await page.waitForURL('**/friction');
      await page.getByText('You proposed it').waitFor();
      await expect.poll(() => page.getByRole('button', { name: /^Accept/ }).isDisabled()).toBe(true);
      expect(await faults('friction-waits')).toEqual([]);
      expect(await listed()).toMatchObject({ own: [], listed: [] });
      await close();
    });

    it('says why it is not accepted by who asked for what was held', async () => {
      const { page, faults, close } = await desk.visit({ as: desk.stage.alice, path: '/friction' });
      await page.getByRole('button', { name: `Accept, as it is true: ${KNOWN}` }).click();
      await page
        .getByRole('alert')
        .getByText(/Another operator/)
        .waitFor();
      expect(await faults('friction-refused')).toEqual([]);
      expect(await listed()).toMatchObject({ own: [], listed: [] });
      await close();
    });

    it('leads to its hold, and offers nobody what policy leaves to others', async () => {
      const { page, trouble, close } = await desk.visit({ as: desk.stage.bob, path: '/friction' });
      await page.getByText('Policy leaves this to others: your roles are approver.').waitFor();
      await expect.poll(() => page.getByRole('button', { name: /^(Accept|Drop)/ }).count()).toBe(0);
      await page.getByRole('link', { name: hold }).click();
      await page.getByRole('button', { name: 'Show them' }).click();
      await page.getByText('for somebody else who knows it to be true').waitFor();
      expect(trouble).toEqual([]);
      await close();
    });

    it('is said once another person accepts it', async () => {
      const { page, faults, close } = await desk.visit({ as: dave, path: '/friction' });
      await page.getByRole('button', { name: `Accept, as it is true: ${KNOWN}` }).click();
      await page.getByText(`Accepted: ${KNOWN}`).waitFor();
      await page.getByText('No fact waits').waitFor();
      expect(await faults('friction-accepted')).toEqual([]);
      expect(await listed()).toMatchObject({ own: [], listed: ['friends.example'] });
      await close();
    });

    it('measures when somebody asks, and marks what would also let through what people refused', async () => {
      const { page, faults, close } = await desk.visit({ as: carol, path: '/friction' });
      await page.getByLabel('of').selectOption('the last 7 days');
      await page.waitForURL('**/friction?days=7');
      await page.getByRole('button', { name: 'Measure' }).click();
      await page.getByText(/^4 of \d+ actions$/).waitFor();
      await page.getByText('Measured just now').waitFor();
      await page
        .getByRole('table', { name: 'Why people are asked, by rule' })
        .getByRole('row')
        .nth(1)
        .waitFor();
      await expect.poll(() => page.locator('figure canvas').count()).toBe(2);
      const better = page.getByRole('listitem').filter({ hasText: FIELD });
      await better.getByRole('button', { name: /^Propose/ }).waitFor();
      const worse = page.getByRole('listitem').filter({ hasText: TRAP });
      await worse.getByText(/^Better not: .*\(rejected\)/).waitFor();
      await expect.poll(() => worse.getByRole('button', { name: /^Propose/ }).count()).toBe(0);
      expect(await faults('friction-measured')).toEqual([]);
      await worse.getByRole('link', { name: /^rec_/ }).click();
      await page.getByRole('heading', { name: /action-held/ }).waitFor();
      await close();
    });

    it('is proposed from what was measured, and dropped', async () => {
      const { page, trouble, close } = await desk.visit({ as: carol, path: '/friction' });
      await page.getByRole('button', { name: 'Measure' }).click();
      const field = page.getByRole('listitem').filter({ hasText: FIELD });
      await field.getByRole('button', { name: /^Propose/ }).click();
      await field.getByRole('button', { name: /^Drop/ }).click();
      await page.getByText(/^Dropped: /).waitFor();
      await page.getByText('No fact waits').waitFor();
      await field.getByRole('button', { name: /^Propose/ }).waitFor();
      expect(trouble).toEqual([]);
      await close();
    });

    it('says why what was said already is not proposed again', async () => {
      const { page, faults, close } = await desk.visit({ as: carol, path: `/inbox/${hold}` });
      await page.getByRole('button', { name: 'Show them' }).click();
      const fact = page.getByRole('listitem').filter({ hasText: KNOWN });
      await fact.getByRole('button', { name: /^Propose/ }).click();
      await fact
        .getByRole('alert')
        .getByText(/nobody would be asked about it now/)
        .waitFor();
      expect(await faults('hold-refused')).toEqual([]);
      await close();
    });

    it('is read on a phone, in the dark', async () => {
      const night = { as: carol, size: PHONE, dark: true };
      const { page, faults, close } = await desk.visit({ ...night, path: '/friction' });
      await page.getByRole('button', { name: 'Measure' }).click();
      await page.getByText(/^Better not: /).waitFor();
      expect(await faults('friction-phone')).toEqual([]);
      await close();
    });
  },
  () => setStage('{holdWaitSeconds: 0}'),
);
