// What the configuration calls a channel becomes one that can be told something. Which adapter serves a
// kind is said by whoever puts the parts together.

import type { Notifier, NoticeKind } from '../../gateway/ports/notifier.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { Clearance } from '../../kernel/flow/label.ts';

type Env = { readonly [name: string]: string | undefined };

interface Told {
  readonly name: string;
  readonly events: readonly NoticeKind[];
  readonly roles: readonly string[];
  readonly perMinute: number;
  readonly show?: Clearance;
}

interface WebhookSettings extends Told {
  readonly kind: 'webhook';
  readonly url: string;
  readonly secrets: readonly string[];
  readonly allowPrivate: boolean;
}

interface CallbackSettings {
  readonly kind: 'callback';
  readonly name: string;
  readonly asker: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly allowPrivate: boolean;
}

interface SmtpSettings extends Told {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly auth?: { readonly user: string; readonly password: string };
}

interface SlackSettings extends Told {
  readonly kind: 'slack';
  readonly channel: string;
  readonly token: string;
  readonly api: string;
  readonly reject?: {
    readonly signingSecret: string;
    readonly workspace: string;
    readonly people: { readonly [user: string]: string };
    readonly effects: readonly Effect[];
  };
}

type Outside = { readonly env: Env; readonly timeoutMs: number };

/** Makes what serves a channel of each kind. */
export interface NotifierMakers {
  readonly webhook: (
    options: Pick<WebhookSettings, 'url' | 'secrets' | 'allowPrivate'> & {
      readonly form: 'notices' | 'access';
    } & Outside,
  ) => Notifier;
  readonly smtp: (
    options: Pick<SmtpSettings, 'host' | 'port' | 'from' | 'to'> & {
      readonly implicitTls: boolean;
      readonly auth: NonNullable<SmtpSettings['auth']> | null;
    } & Outside,
  ) => Notifier;
  readonly slack: (
    options: Pick<SlackSettings, 'channel' | 'token' | 'api'> & {
      readonly reject: NonNullable<SlackSettings['reject']> | null;
    } & Outside,
  ) => Notifier;
}

type Settings = WebhookSettings | CallbackSettings | SmtpSettings | SlackSettings;

export interface ChannelSettings {
  readonly console: { readonly origin?: string };
  readonly channels: { readonly url?: string; readonly list: readonly Settings[] };
}

/** The port of mail submission with TLS from the first byte (RFC 8314). */
const SUBMISSIONS = 465;
/** A channel that takes longer is asked again later. */
const TIMEOUT_MS = 15_000;
/** In a minute: each tells of one record, as nobody waits for a digest. */
const CALLBACKS = 600;

export function createChannels(settings: ChannelSettings, makers: NotifierMakers, env: Env) {
  const outside = { env, timeoutMs: TIMEOUT_MS };
  const { url = settings.console.origin ?? '', list } = settings.channels;
  return {
    url: url.replace(/\/$/, ''),
    channels: list.map((one) => ({ ...rulesOf(one), notifier: createOne(one, makers, outside) })),
  };
}

function rulesOf(one: Settings) {
  if (one.kind === 'callback') {
    const { name, asker, url } = one;
    const to = { name, events: [], roles: [], perMinute: CALLBACKS, shows: null };
    return { ...to, answers: { asker, url } };
  }
  const { name, events, roles, perMinute, show: shows = null } = one;
  return { name, events, roles, perMinute, shows };
}

function createOne(one: Settings, makers: NotifierMakers, outside: Outside): Notifier {
  switch (one.kind) {
    case 'webhook':
      return makers.webhook({ ...one, ...outside, form: 'notices' });
    case 'callback':
      return makers.webhook({ ...one, ...outside, form: 'access' });
    case 'smtp': {
      const implicitTls = one.port === SUBMISSIONS;
      return makers.smtp({ ...one, implicitTls, auth: one.auth ?? null, ...outside });
    }
    case 'slack': {
      const api = one.api.replace(/\/$/, '');
      return makers.slack({ ...one, api, reject: one.reject ?? null, ...outside });
    }
  }
}
