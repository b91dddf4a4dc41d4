// A button that somebody pressed, read strictly: what is not wholly of the known form asks for nothing.

import { z } from 'zod';
import type { ChannelAnswer } from '../../../gateway/ports/notifier.ts';
import { REJECT } from './blocks.ts';

const id = z.string().regex(/^[A-Z0-9]{2,32}$/);

/** Slack, "block_actions payload": members that are not read here may be there. */
const pressed = z.looseObject({
  type: z.literal('block_actions'),
  user: z.looseObject({ id, team_id: id }),
  channel: z.looseObject({ id }),
  actions: z.tuple([
    z.looseObject({
      action_id: z.literal(REJECT),
      value: z.string().regex(/^task_[A-Za-z0-9]{16}\/hold_[A-Za-z0-9]{16}$/),
    }),
  ]),
});

export interface Answering {
  /** Id of the channel that it is told of holds in. */
  readonly channel: string;
  /** Id of the workspace whose people count. */
  readonly workspace: string;
  /** Operators by their user id there. */
  readonly people: { readonly [user: string]: string };
}

/** Null: it asks for nothing that is known. */
export function readInteraction(body: Uint8Array, known: Answering): ChannelAnswer | null {
  const payload = new URLSearchParams(Buffer.from(body).toString('utf8')).getAll('payload');
  const read = pressed.safeParse(parse(payload.length === 1 ? payload[0]! : ''));
  if (!read.success) return null;
  const { user, channel, actions } = read.data;
  if (channel.id !== known.channel) return null;
  const [task, hold] = actions[0].value.split('/') as [string, string];
  // Somebody of another workspace in a channel that both share may bear the same id.
  const isKnown = user.team_id === known.workspace && Object.hasOwn(known.people, user.id);
  const operator = isKnown ? known.people[user.id]! : null;
  return { task, hold, account: user.id, operator, place: channel.id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
