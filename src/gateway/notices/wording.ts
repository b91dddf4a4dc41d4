// A notice says who, what and until when, as the ledger has it when it is sent, and leads to where the rest
// is. Argument values stand in it only where the channel is cleared for all that they carry.

import { excerptOf } from '../../catalog/poison/finding.ts';
import { isCleared } from '../../kernel/flow/clearance.ts';
import type { Event, EventOf } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Clearance } from '../../kernel/flow/label.ts';
import type { Core } from '../core.ts';
import type { HoldSummary } from '../models/hold.ts';
import type { Notice } from '../ports/notifier.ts';
import { showHold } from '../views.ts';
import type { Telling } from './telling.ts';

export interface WordingRules {
  /** Where people reach the console, without a slash at the end. */
  readonly url: string;
  /** What argument values that are shown may carry; null: none are shown. */
  readonly shows: Clearance | null;
}

type Subject = Pick<
  Notice,
  'task' | 'hold' | 'agent' | 'connector' | 'tool' | 'effects' | 'expiresAt' | 'says'
>;

const MOST = 120;
const NOTHING = { task: null, hold: null, agent: null, connector: null, tool: null } as const;

/** What the record says to people, and how its hold stands now. Rejects where the ledger cannot be read. */
export async function wordNotice(
  core: Core,
  { url, shows }: WordingRules,
  event: Event,
  { kind, roles }: Telling,
): Promise<Notice> {
  const hold = 'hold' in event.body ? event.body.hold : null;
  const summary = hold === null ? null : await core.models.hold(hold);
  const about = subjectOf(core, event, summary);
  const link = `${url}/${about.hold === null ? '' : `holds/${about.hold}`}`;
  const values = shows === null || summary === null ? {} : await valuesOf(core, shows, summary.id);
  return { record: event.id, kind, at: event.time, link, roles, ...about, ...values };
}

/** How the hold stands now, for people; null: there is none. Rejects where the ledger cannot be read. */
export async function wordHold(core: Core, { url, shows }: WordingRules, id: string): Promise<Notice | null> {
  const hold = await core.models.hold(id);
  if (hold === null) return null;
  const values = shows === null ? {} : await valuesOf(core, shows, id);
  const { record, raisedAt: at } = hold;
  const link = `${url}/holds/${id}`;
  return { record, kind: 'hold-raised', at, link, roles: [], ...aboutHold(core, '', hold), ...values };
}

async function valuesOf(core: Core, shows: Clearance, id: string): Promise<Pick<Notice, 'arguments'>> {
  const hold = await showHold(core, id);
  // What nobody looked at may carry anything.
  if (!hold?.sent || hold.argumentsText === null || !isCleared(shows, hold.sent)) return {};
  return { arguments: JSON.parse(hold.argumentsText) as JsonObject };
}

function subjectOf(core: Core, event: Event, hold: HoldSummary | null): Subject {
  if (hold !== null) return aboutHold(core, happenedIn(event), hold);
  const task = event.stream.startsWith('task/') ? event.stream.slice('task/'.length) : null;
  const body: { readonly [key: string]: unknown } = { ...event.body };
  const named = (key: 'agent' | 'connector' | 'tool'): string | null => {
    const value = body[key];
    return typeof value === 'string' ? visible(value) : null;
  };
  const connector = event.stream.startsWith('connector/') ? visible(event.stream.slice(10)) : null;
  return {
    ...NOTHING,
    task,
    agent: named('agent'),
    connector: named('connector') ?? connector,
    tool: named('tool'),
    effects: [],
    expiresAt: null,
    says: sentenceOf(event),
  };
}

function aboutHold(core: Core, happened: string, hold: HoldSummary): Subject {
  const { id, task, effects, status, expiresAt } = hold;
  const [agent, connector, tool] = [hold.agent, hold.connector, hold.tool].map(visible) as [
    string,
    string,
    string,
  ];
  const isWaiting = status === 'pending' && expiresAt > core.clock.now();
  const what = `${agent} asks for ${connector}/${tool} (${effects.join(', ')})`;
  const says = `${happened}${what}${standingOf(hold, isWaiting, core.clock.now())}`;
  return { task, hold: id, agent, connector, tool, effects, says, expiresAt: isWaiting ? expiresAt : null };
}

function happenedIn(event: Event): string {
  const { actor } = event;
  switch (event.type) {
    case 'approval-given':
      return `${visible(actor.id)} approved: `;
    case 'hold-edited':
      return `${visible(actor.id)} approved other arguments: `;
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
      return `${visible(actor.id)} rejected: `;
    case 'hold-reminded':
      return 'nobody has decided yet: ';
    case 'hold-escalated': {
      const roles = event.body.approvers.map(({ role }) => visible(role));
      return `from now on ${roles.join(', ')} may decide too: `;
    }
    case 'hold-expired':
      return 'nobody decided in time: ';
    case 'hold-withdrawn':
      if (event.body.ran !== undefined) return 'it ran without an answer: ';
      return `${visible(actor.id)} took it back: `;
    default:
      return '';
  }
}

const STANDING = {
  pending: 'it has expired',
  rejected: 'it was rejected',
  used: 'it was done',
  void: 'it is void',
};

function standingOf({ status, expiresAt }: HoldSummary, isWaiting: boolean, now: number): string {
  if (!isWaiting) return `; ${STANDING[status]}`;
  return `; it waits ${Math.max(1, Math.ceil((expiresAt - now) / 60_000))} min`;
}

function sentenceOf(event: Event): string {
  switch (event.type) {
    case 'task-quarantined':
      return event.body.tripped === undefined
        ? `${visible(event.actor.id)} quarantined ${event.body.task}`
        : `${event.body.task} was quarantined: ${event.body.tripped.map(({ code }) => code).join(', ')}`;
    case 'killed':
      return `${visible(event.actor.id)} stopped ${targetOf(event)}`;
    case 'kill-lifted':
      return `${visible(event.actor.id)} let ${targetOf(event)} go on`;
    case 'tool-drifted':
      return `${visible(event.stream)} presents another definition of ${visible(event.body.tool)}`;
    case 'server-changed':
      return `${visible(event.stream)} is answered by ${visible(event.body.observed.name)}`;
    case 'lease-revocation-failed':
      return `${event.body.lease} cannot be revoked (${event.body.code}), after ${event.body.attempt} tries`;
    case 'outcome-read-back':
      return `what was read back contradicts what was asked: ${visible(event.body.verified.by.join(', '))}`;
    case 'action-settled':
      return `a result contradicts what was asked: ${visible(event.body.verified?.by.join(', ') ?? '')}`;
    case 'action-permitted':
    case 'action-denied': {
      const { agent, connector, tool } = event.body;
      const verdict = event.type === 'action-permitted' ? 'may' : 'may not';
      return `${visible(agent)} ${verdict} do ${visible(connector)}/${visible(tool)}`;
    }
    default:
      return visible(event.type);
  }
}

function targetOf({ body: { target } }: EventOf<'killed'> | EventOf<'kill-lifted'>): string {
  return target.kind === 'all' ? 'everything' : `${target.kind} ${visible(target.id)}`;
}

function visible(text: string): string {
  return excerptOf(text, { start: 0, end: text.length }, MOST);
}
