// Secrets that say by their form what they are. Each pattern starts at a fixed mark, at the edge of a word,
// and all its repetitions are bounded: a text costs its length, whatever is in it.

import { PEM_MARK } from './private-key.ts';
import { isChance, isChosen } from './secret-value.ts';

export interface SecretShape {
  readonly kind: string;
  /** A text with none of these has no such secret: told at little cost. Empty: only the pattern tells. */
  readonly marks: readonly string[];
  /** With the flags `dg`. The secret is group 1; the whole match where there is no group. */
  readonly pattern: RegExp;
  /** Whether what stands in the secret's place is one. */
  readonly accepts: (text: string) => boolean;
}

/** What holds a password, and what holds a key or token: the end of a name. */
const PASSWORD_NAME = '(?:password|passwd|passphrase|pwd)';
const KEY_NAME =
  '(?:(?<![a-z0-9_-])token|(?:access|auth|refresh|session|bot|api|bearer|private)[_-]?token|secret' +
  '|(?:api|access|secret|private|signing|encryption|auth|account)[_-]?key)';
/** Between a name and its value, in settings, code, headers and JSON within a text. */
const IS = '\\\\{0,3}["\']?\\s{0,4}(?:=>|:=|[:=])\\s{0,4}\\\\{0,3}["\'`]?';
const VALUE = '([^\\s"\'`,;&<>(){}\\[\\]\\\\]{6,512})';

/** Names how what follows is shown (RFC 9110 §11.1): no secret, though a reference may follow it. */
const NO_SCHEME = '(?!(?:basic|bearer|digest|negotiate|token)(?![\\w-]))';

/** In what programs are set up with. Tokens may be places in lists, and passes good for a ride. */
const SETTING = '(?<![A-Za-z])[A-Z][A-Z0-9_]{0,60}_';
const NO_PLACE = '(?<!(?:PAGE|NEXT|SYNC|MAX|DESIGN|CONTINUATION)_)';
const SIGNED_IN = '(?<=(?:DB|SQL|SMTP|IMAP|MAIL|FTP|SSH|LDAP|REDIS|PG|USER|ADMIN|ROOT|AUTH|API|APP)_)';
const SET_TO = `["']?[ \\t]{0,2}[=:][ \\t]{0,2}["']?${VALUE}`;

/** Not in the middle of a longer word. */
const EDGE = '(?<![\\w-])';
const END = '(?![A-Za-z0-9])';

const GITLAB = ['pat', 'dt', 'rt', 'cbt', 'ptt', 'ft', 'oas', 'soat', 'imt', 'agent'];

export const SECRET_SHAPES: readonly SecretShape[] = [
  shape('jwt', ['eyJ'], '(?<![\\w.-])eyJ[\\w-]{8,8192}\\.[\\w-]{8,32768}\\.[\\w-]{16,4096}'),
  shape('aws-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], `${EDGE}A(?:KI|SI|BI|CC)A[A-Z2-7]{16}${END}`),
  shape('google-key', ['AIza'], `${EDGE}AIza[\\w-]{35}${END}`),
  shape('google-token', ['ya29.'], `${EDGE}ya29\\.[\\w-]{20,2048}`),
  shape('google-secret', ['GOCSPX-'], `${EDGE}GOCSPX-[\\w-]{28}`),
  shape('azure-key', ['AccountKey=', 'AccessKey='], 'Acc(?:ount|ess)Key=([A-Za-z0-9+/]{43,86}={1,2})'),
  shape('azure-signature', ['sig='], '[?&]sig=([A-Za-z0-9%/+]{40,80}(?:%3[dD]|=))'),
  shape('azure-secret', ['Q~'], `${EDGE}[\\w~.]{3}\\dQ~[\\w~.-]{31,34}${END}`),
  shape('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], `${EDGE}gh[pousr]_[A-Za-z0-9]{36,255}`),
  shape('github-token', ['github_pat_'], `${EDGE}github_pat_\\w{60,255}`),
  shape(
    'gitlab-token',
    GITLAB.map((use) => `gl${use}-`),
    `${EDGE}gl(?:${GITLAB.join('|')})-[\\w-]{20,255}(?:\\.[\\w-]{1,64}){0,2}`,
  ),
  shape('slack-token', ['xox', 'xapp-'], `${EDGE}(?:xox[abeoprs](?:\\.xox[bp])?|xapp)-[A-Za-z0-9-]{10,255}`),
  shape('slack-webhook', ['hooks.slack.com'], 'hooks\\.slack\\.com/(?:services|workflows)/([\\w/]{20,255})'),
  shape('stripe-key', ['k_live_', 'k_test_'], `${EDGE}[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}`),
  shape('stripe-key', ['whsec_'], `${EDGE}whsec_[A-Za-z0-9+/=]{32,255}`),
  shape('anthropic-key', ['sk-ant-'], `${EDGE}sk-ant-[\\w-]{20,255}`),
  shape('openai-key', ['sk-'], `${EDGE}sk-(?:(?:proj|svcacct|admin)-[\\w-]{20,255}|[A-Za-z0-9]{48}${END})`),
  shape('npm-token', ['npm_'], `${EDGE}npm_[A-Za-z0-9]{36}${END}`),
  shape('pypi-token', ['pypi-'], `${EDGE}pypi-[\\w-]{50,512}`),
  shape('twilio-key', ['SK'], `${EDGE}SK[0-9a-f]{32}${END}`),
  shape('sendgrid-key', ['SG.'], `${EDGE}SG\\.[\\w-]{22}\\.[\\w-]{43}`),
  shape('url-password', ['://'], '://[^\\s/?#:@\'"]{0,128}:([^\\s/?#@\'"]{1,256})@', isChosen),
  named(
    'authorization',
    `${EDGE}(?:proxy-)?authorization${IS}(?:[a-z-]{1,24}\\s{1,4})?${NO_SCHEME}${VALUE}`,
    isChosen,
  ),
  named('authorization', `${EDGE}(?:bearer|basic)\\s{1,4}([\\w.~+/-]{12,8192}={0,2})`, isChance),
  named('password', `${PASSWORD_NAME}${IS}${VALUE}`, (text) => isChosen(text) && /[^a-z_.-]/i.test(text)),
  named('password', `${PASSWORD_NAME}\\s{1,4}is:?\\s{1,4}["']?${VALUE}`, isWord),
  named('api-key', `${KEY_NAME}${IS}${VALUE}`, isChance),
  shape('api-key', ['_TOKEN', '_SECRET'], `${SETTING}(?:${NO_PLACE}TOKEN|SECRET)${SET_TO}`, isMixed),
  shape('password', ['_PASS', '_PWD'], `${SETTING}(?:${SIGNED_IN}PASS|PWD)${SET_TO}`, isMixed),
];

/** Words that are joined describe one. */
function isWord(text: string): boolean {
  return isMixed(text) && !text.includes('-');
}

/** A word that is there by itself is none. */
function isMixed(text: string): boolean {
  return isChosen(text) && /\d/.test(text) && /[a-z]/i.test(text);
}

const escape = (text: string): string => text.replace(/[^\w-]/g, '\\$&');
const MARKS = [...SECRET_SHAPES.flatMap(({ marks }) => marks), PEM_MARK].map(escape).join('|');
const NAMES = 'pass(?:word|wd|phrase)|pwd|token|secret|key|authorization|bearer|basic';
const HINT = new RegExp(MARKS);
const NAME_HINT = new RegExp(NAMES, 'i');

/** False where no pattern can find anything: told at little cost, for that is the usual case. */
export function mayHoldSecret(text: string): boolean {
  return HINT.test(text) || NAME_HINT.test(text);
}

/** Names of members whose whole value is a secret, by what is told of it. */
const MEMBERS: readonly Pick<SecretShape, 'kind' | 'pattern' | 'accepts'>[] = [
  { kind: 'password', pattern: new RegExp(`${PASSWORD_NAME}$`, 'i'), accepts: isChosen },
  { kind: 'api-key', pattern: new RegExp(`${KEY_NAME}$`, 'i'), accepts: isChance },
];

/** The kind of secret that a member of an object holds, or null where its name or value says none. */
export function kindOfMember(name: string, value: string): string | null {
  if (!NAME_HINT.test(name)) return null;
  return MEMBERS.find(({ pattern, accepts }) => pattern.test(name) && accepts(value))?.kind ?? null;
}

/** Told by its form; a mark is in every one of them. */
function shape(
  kind: string,
  marks: readonly string[],
  pattern: string,
  accepts: SecretShape['accepts'] = () => true,
): SecretShape {
  return { kind, marks, pattern: new RegExp(pattern, 'dg'), accepts };
}

/** Told by the name before it. */
function named(kind: string, pattern: string, accepts: SecretShape['accepts']): SecretShape {
  return { kind, marks: [], pattern: new RegExp(pattern, 'dgi'), accepts };
}
