// A notice as a message in a Slack channel, changed in place once its hold is over. A yes is given where the
// link leads, with a signature; a no may be said there, where the configuration lets named people.

import type {
  Hearing,
  Message,
  Notice,
  Notifier,
  NotifierFault,
  Revising,
} from '../../../gateway/ports/notifier.ts';
import type { Effect } from '../../../kernel/effect.ts';
import { readSecretReference } from '../../host/secret-reference.ts';
import { sayInSlack } from './blocks.ts';
import { readInteraction, type Answering } from './interaction.ts';
import { createSlackGuard } from './signature.ts';
import { createSlackApi, type SlackApi } from './web-api.ts';

export interface SlackOptions {
  /** Id of the channel (`C…`). */
  readonly channel: string;
  /** Reference to the bot's token. */
  readonly token: string;
  /** Address of the Web API, without a slash at the end. */
  readonly api: string;
  /** Who may say no there, and to what; null: nobody. */
  readonly reject:
    | (Omit<Answering, 'channel'> & {
        /** Reference to the secret that Slack signs with. */
        readonly signingSecret: string;
        readonly effects: readonly Effect[];
      })
    | null;
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs: number;
}

/** Names the message to whoever reads it by program; Slack itself shows it to nobody. */
const EVENT_TYPE = 'holdpoint_message';
/** The message is not there any more, or nobody may change it: trying again changes nothing. */
const GONE: readonly (string | null)[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

export function createSlack(options: SlackOptions): Notifier {
  const api = createSlackApi(options);
  const revising = createRevising(options, api);
  return {
    async deliver(message, signal) {
      const posted = await revising.post(message, signal);
      return typeof posted === 'string' ? posted : null;
    },
    revising,
    ...(options.reject === null ? {} : { hearing: createHearing(options, options.reject, api) }),
  };
}

function createRevising({ channel, reject }: SlackOptions, api: SlackApi): Revising {
  const effects = reject?.effects ?? [];
  const canReject = ({ hold, kind, expiresAt, effects: all }: Notice): boolean =>
    hold !== null &&
    kind === 'hold-raised' &&
    expiresAt !== null &&
    all.length > 0 &&
    all.every((effect) => effects.some((one) => one === effect));
  const say = (message: Message): object => ({
    ...sayInSlack(message, canReject),
    metadata: { event_type: EVENT_TYPE, event_payload: { id: message.id } },
  });
  return {
    async post(message, signal) {
      const quiet = { mrkdwn: false, parse: 'none', link_names: false };
      const still = { ...quiet, unfurl_links: false, unfurl_media: false };
      const answer = await api.call('chat.postMessage', { channel, ...still, ...say(message) }, signal);
      if (answer.failure !== null) return answer.failure;
      const { channel: where, ts } = answer.said;
      if (typeof where !== 'string' || typeof ts !== 'string') return 'refused';
      return { handle: `${where}/${ts}` };
    },
    async revise(handle, message, signal) {
      const [where, ts] = handle.split('/');
      const quiet = { parse: 'none', link_names: false };
      const about = { channel: where, ts, ...quiet, ...say(message) };
      const { failure, error } = await api.call('chat.update', about, signal);
      return GONE.includes(error) ? null : failure;
    },
  };
}

function createHearing(
  { channel, env }: SlackOptions,
  { signingSecret, effects, ...known }: NonNullable<SlackOptions['reject']>,
  api: SlackApi,
): Hearing {
  const guard = createSlackGuard();
  return {
    effects,
    async hear(said, now) {
      const secret = await readSecretReference(signingSecret, env).catch(() => null);
      if (secret === null || !guard.admit(secret, said, now)) return { kind: 'not-authentic' };
      const answer = readInteraction(said.body, { ...known, channel });
      return answer === null ? { kind: 'nothing' } : { kind: 'reject', answer };
    },
    async reply({ account, place }, says, signal): Promise<NotifierFault | null> {
      const { text, blocks } = sayInSlack({ id: '', subject: says, notices: [], at: 0 }, () => false);
      const about = { channel: place, user: account, parse: 'none', link_names: false, text, blocks };
      return (await api.call('chat.postEphemeral', about, signal)).failure;
    },
  };
}
