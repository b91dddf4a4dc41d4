// A channel is told everything it is owed, in the ledger's order and at least once. What it took is recorded;
// what it did not take is sent again, as it was, until it does. It waits for no other channel, and nothing
// waits for it.

import type { Event, PostedMessage } from '../../kernel/event.ts';
import type { Core } from '../core.ts';
import { wordEndings } from '../access/ending.ts';
import { codeOf } from '../fault.ts';
import { toItem } from '../loop/news.ts';
import type { Hearing, Message, Notice, Notifier, NotifierFault } from '../ports/notifier.ts';
import { readCursor, UNREAD, type Cursor } from './cursor.ts';
import { createReviser, type Reviser } from './revising.ts';
import { tellingOf, type Telling } from './telling.ts';
import type { ChannelRules, ChannelStatus } from './telling-people.ts';
import { wordNotice, type WordingRules } from './wording.ts';

export interface Channel {
  readonly name: string;
  /** Sends what is owed as far as it may now. Rejects where the ledger cannot be read or written. */
  round(): Promise<void>;
  /** Sends a message without content, past everything that is owed; null: it was taken. */
  test(): Promise<NotifierFault | null>;
  status(): Promise<ChannelStatus>;
  /** Null: nobody answers through it. */
  readonly hearing: Hearing | null;
}

/** What a message that can be changed leaves behind. */
interface Changes {
  readonly posted?: PostedMessage;
  readonly revised?: string;
}

interface Owed extends Telling {
  readonly seq: number;
  readonly event: Event;
}

interface Report extends Changes {
  readonly notices: readonly string[];
  readonly last: string;
  readonly through: number;
  readonly attempt: number;
  readonly failure: NotifierFault | null;
}

const SYSTEM = { kind: 'system', id: 'holdpoint' } as const;
const PAGE = 500;
/** Most notices of one message. */
const MOST = 100;
/** So many records without a notice, and it is recorded that they need not be read again. */
const IDLE_RECORDS = 10_000;
const MINUTE_MS = 60_000;
const LONGEST_BACKOFF_MS = 15 * MINUTE_MS;
/** From the fifth failure on, people who watch the log are told loudly. */
const ALARMING = 5;

export function createChannel(core: Core, url: string, rules: ChannelRules): Channel {
  return new LedgerChannel(core, url, rules);
}

class LedgerChannel implements Channel {
  readonly name: string;
  readonly hearing: Hearing | null;
  readonly #core: Core;
  readonly #rules: ChannelRules;
  readonly #wording: WordingRules;
  /** Null: what it was sent stays as it is. */
  readonly #reviser: Reviser | null;
  #read = UNREAD;
  /** Up to where the ledger was searched, and what was found that is still owed. */
  #searched = 0;
  #owed: Owed[] = [];
  /** When messages were taken in the last minute. */
  #sentAt: number[] = [];
  /** What was sent and could not be recorded: it is not sent again for that. */
  #unrecorded: Report | null = null;

  constructor(core: Core, url: string, rules: ChannelRules) {
    this.name = rules.name;
    this.#core = core;
    this.#rules = rules;
    this.#wording = { url, shows: rules.shows };
    const { revising, hearing = null } = rules.notifier;
    this.hearing = hearing;
    this.#reviser = revising === undefined ? null : createReviser(core, this.#wording, revising);
  }

  async round(): Promise<void> {
    const { replica, store } = this.#core;
    await replica.alone(`channel/${this.name}`, async () => {
      if (this.#unrecorded !== null) await this.#record(this.#unrecorded);
      const cursor = await this.#learn();
      if (cursor === null) {
        // What was before it was set up people are not told; who is called back is told whatever comes.
        const { size } = await store.head();
        if (size === 0) return;
        await this.#skip(this.#rules.answers === undefined ? size : 0);
      }
      while ((await this.#sendNext()) && !this.#core.stopping.aborted);
      await this.#revise();
    });
  }

  /** One that fails is asked nothing more until it takes what it is owed. */
  async #revise(): Promise<void> {
    const { failing, through, open } = this.#read.cursor!;
    if (failing !== null) return;
    const rest = { notices: [], through, attempt: 0, failure: null };
    await this.#reviser?.revise(open, this.#searched, (revised) => this.#record({ ...rest, ...revised }));
  }

  test(): Promise<NotifierFault | null> {
    const { clock, ids, stopping } = this.#core;
    const subject = `Holdpoint: a test of the channel ${this.name}`;
    const message = { id: `msg_${ids.mint()}`, subject, notices: [], at: clock.now() };
    return this.#rules.notifier.deliver(message, stopping);
  }

  async status(): Promise<ChannelStatus> {
    // Only a round moves on: this one may be behind it.
    const { cursor } = await readCursor(this.#core.store, this.name, this.#read);
    const { deliveredAt = null, failing = null } = cursor ?? {};
    const failure = failing && { code: failing.code, attempt: failing.attempt, at: failing.at };
    return { name: this.name, deliveredAt, failure, waiting: this.#owed.length };
  }

  async #learn(): Promise<Cursor | null> {
    this.#read = await readCursor(this.#core.store, this.name, this.#read);
    const { cursor } = this.#read;
    const through = cursor?.through ?? 0;
    this.#owed = this.#owed.filter(({ seq }) => seq >= through);
    this.#searched = Math.max(this.#searched, through);
    return cursor;
  }

  /** Whether something was taken, so that there may be more to send now. */
  async #sendNext(): Promise<boolean> {
    const { cursor } = this.#read;
    const { clock } = this.#core;
    const failing = cursor!.failing;
    if (failing !== null && clock.now() < failing.at + backoffMs(failing.attempt)) return false;
    await this.#search();
    const batch =
      failing === null ? this.#nextBatch() : this.#owed.filter(({ seq }) => seq < failing.through);
    if (batch.length === 0) {
      const isIdle = this.#owed.length === 0 && this.#searched - cursor!.through >= IDLE_RECORDS;
      if (failing !== null) await this.#skip(failing.through);
      else if (isIdle) await this.#skip(this.#searched);
      return false;
    }
    const through = failing?.through ?? batch.at(-1)!.seq + 1;
    const attempt = (failing?.attempt ?? 0) + 1;
    const { failure, ...left } = await this.#send(batch);
    // Broken off by our own end: the next start sends it again.
    if (failure !== null && this.#core.stopping.aborted) return false;
    const notices = batch.map(({ event }) => event.id);
    await this.#record({ notices, last: notices.at(-1)!, through, attempt, failure, ...left });
    return failure === null;
  }

  /** One by one while there is room in the minute, else all at once. */
  #nextBatch(): readonly Owed[] {
    const now = this.#core.clock.now();
    this.#sentAt = this.#sentAt.filter((at) => at > now - MINUTE_MS);
    const room = this.#rules.perMinute - this.#sentAt.length;
    if (room <= 0) return [];
    if (this.#rules.answers !== undefined) return this.#owed.slice(0, 1);
    return this.#owed.slice(0, this.#owed.length > room ? MOST : 1);
  }

  async #search(): Promise<void> {
    const { store } = this.#core;
    while (this.#owed.length < MOST) {
      const records = await store.read({ fromSeq: this.#searched, limit: PAGE });
      if (records.length === 0) return;
      for (const { event, seq } of records.map(toItem)) {
        const telling = await this.#tellingOf(event);
        if (telling !== null) this.#owed.push({ seq, event, ...telling });
      }
      this.#searched = records.at(-1)!.seq + 1;
    }
  }

  /** Null: it is not for this channel. */
  async #tellingOf(event: Event): Promise<Telling | null> {
    if (this.#rules.answers === undefined) {
      const telling = tellingOf(event);
      return telling !== null && this.#isFor(telling) ? telling : null;
    }
    const endings = await wordEndings(this.#core, this.name, event);
    return endings.length === 0 ? null : { kind: 'hold-decided', roles: [] };
  }

  async #word({ event, ...telling }: Owed): Promise<Notice[]> {
    if (this.#rules.answers !== undefined) return wordEndings(this.#core, this.name, event);
    return [await wordNotice(this.#core, this.#wording, event, telling)];
  }

  #isFor({ kind, roles }: Telling): boolean {
    const { events, roles: own } = this.#rules;
    const isOurs = own.length === 0 || roles.length === 0 || roles.some((role) => own.includes(role));
    return events.includes(kind) && isOurs;
  }

  async #send(batch: readonly Owed[]): Promise<Pick<Report, 'failure' | 'posted'>> {
    const { clock, log, stopping } = this.#core;
    const notices = (await Promise.all(batch.map((owed) => this.#word(owed)))).flat();
    const [first] = notices;
    const subject = notices.length === 1 ? first!.says : `${notices.length} notices of Holdpoint`;
    const message: Message = { id: messageId(this.name, notices), subject, notices, at: clock.now() };
    const sent = await deliver(this.#rules.notifier, message, stopping).catch((error: unknown) => {
      log.error({ channel: this.name, code: codeOf(error) }, 'a channel failed in a way it should not');
      return { failure: 'unreachable' } as const;
    });
    if (sent.failure === null) this.#sentAt.push(clock.now());
    return sent;
  }

  /** Nothing before is owed: it need not be searched again. */
  async #skip(through: number): Promise<void> {
    const [last] = await this.#core.store.read({ fromSeq: Math.max(0, through - 1), limit: 1 });
    return this.#record({ notices: [], last: last!.id, through, attempt: 0, failure: null });
  }

  async #record(report: Report): Promise<void> {
    const { queue, ids, log } = this.#core;
    this.#unrecorded = report;
    const about = { channel: this.name, ...report };
    const request = { kind: 'report-notices', id: `req_${ids.mint()}`, actor: SYSTEM, ...about } as const;
    await queue.submit({ request, task: null, payloads: [], keys: [] });
    this.#unrecorded = null;
    await this.#learn();
    const { failure: code, attempt } = report;
    if (code === null) return;
    const facts = { channel: this.name, code, attempt };
    if (attempt >= ALARMING) log.error(facts, 'a channel to people is down');
    else log.warn(facts, 'a channel to people did not take a message');
  }
}

async function deliver(
  notifier: Notifier,
  message: Message,
  signal: AbortSignal,
): Promise<Pick<Report, 'failure' | 'posted'>> {
  const { revising } = notifier;
  if (revising === undefined) return { failure: await notifier.deliver(message, signal) };
  const posted = await revising.post(message, signal);
  if (typeof posted === 'string') return { failure: posted };
  const waiting = message.notices.filter(({ expiresAt }) => expiresAt !== null);
  const holds = [...new Set(waiting.flatMap(({ hold }) => hold ?? []))];
  if (holds.length === 0) return { failure: null };
  return { failure: null, posted: { handle: posted.handle, holds } };
}

/** Follows from what the message tells: the same over all tries, also after a restart. */
function messageId(channel: string, notices: Message['notices']): string {
  const [first, last] = [notices[0]!, notices.at(-1)!];
  const span = first === last ? first.record : `${first.record}-${last.record}-${notices.length}`;
  return `msg_${channel}_${span}`;
}

function backoffMs(attempt: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** attempt);
}
