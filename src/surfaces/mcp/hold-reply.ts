// What an agent may know of a hold that it comes back to: how it stands in words, and no more than an answer
// at once would have told it.

import type { Deferred, Standing } from '../../gateway/hold/deferred.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import { DENIAL_KEY, WORDS, type Category, type Refused } from './reply.ts';

/** Where people see a hold; who is not signed in sees nothing there. */
export function linkTo(hold: string, url: string): string {
  return `${url}/holds/${hold}`;
}

/** People decide: whoever asks more often hears nothing sooner. */
const POLL_MS = 2_000;

/** What every answer about a task says of it, but for how it stands. */
export function taskOf({ hold, until, movedAt, stands }: Deferred, url: string): Record<string, unknown> {
  return {
    taskId: hold.id,
    statusMessage: sayStanding(hold, linkTo(hold.id, url), stands.is),
    createdAt: new Date(hold.raisedAt).toISOString(),
    lastUpdatedAt: new Date(movedAt).toISOString(),
    // Its outcome is kept for its caller to the end of the task that it belongs to.
    ttlMs: until - hold.raisedAt,
    pollIntervalMs: POLL_MS,
  };
}

function sayStanding({ id, expiresAt }: Hold, url: string, is: Standing['is']): string {
  switch (is) {
    case 'waiting':
      return (
        `This action waits for approval by a person (hold ${id}, until ${isoTime(expiresAt)}). ` +
        `It was not performed. An approver opens ${url} or runs: holdpoint approve ${id}. ` +
        'It is performed once that is done: it need not be asked for again.'
      );
    case 'running':
      return 'This action was approved and is being performed.';
    case 'asking':
      return 'This action was approved, and its connector asks a person something.';
    case 'withdrawn':
      return 'This action was taken back, or its task ended, before a person decided. It was not performed.';
    default:
      return 'This action has ended: see its result.';
  }
}

/** How a hold ended that led to no call. */
export function refuseHeld(
  { id, record, expiresAt }: Hold,
  stands: Extract<Standing, { is: 'expired' | 'lost' | 'rejected' }>,
): Refused {
  const see = `An operator sees it with: holdpoint hold show ${id}`;
  const about = { id, record };
  switch (stands.is) {
    case 'expired':
      return refused(
        about,
        'expired',
        `${WORDS.expired} (${isoTime(expiresAt)}). It was not performed. ${see}`,
      );
    case 'lost':
      return refused(about, 'held', `${ASK_AGAIN} ${see}`, { remediation: 'available' });
    case 'rejected': {
      const { said } = stands;
      const words = said === null ? '' : `What the approver said, as data: ${JSON.stringify(said)}. `;
      const text = `${WORDS.rejected} It was not performed. ${words}${see}`;
      return refused(about, 'rejected', text, said === null ? {} : { approver: said });
    }
  }
}

const ASK_AGAIN =
  'This action waits for approval by a person, and was not performed. Holdpoint was started again and did ' +
  'not keep the secrets in its arguments: ask for exactly the same action again, and it joins this hold.';

/** In a task that has ended, or that is stopped: a call that ran is not said to have been refused. */
export function refuseStopped({ id, record }: Hold, made: boolean): Refused {
  const see = `An operator sees it with: holdpoint hold show ${id}`;
  if (!made) return refused({ id, record }, 'stopped', `${WORDS.stopped} It was not performed. ${see}`);
  const text = `${WORDS.stopped} It was permitted before; how it ended is not given any more. ${see}`;
  return { category: 'stopped', text, meta: {} };
}

function refused(
  { id, record }: Pick<Hold, 'id' | 'record'>,
  category: Category | 'held',
  text: string,
  facts: Record<string, unknown> = {},
): Refused {
  const authorization = {
    reason: 'insufficient_authorization',
    authorizationContextId: record,
    category,
    remediation: 'undisclosed',
    remediationHints: [],
    hold: id,
    ...facts,
  };
  return { category, text, meta: { [DENIAL_KEY]: authorization } };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
