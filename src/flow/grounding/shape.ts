// What an argument is shows in its value, whatever it is called: an address, a telephone or an account
// decides where something goes wherever it stands.

import { addressesOf, mixesAddresses } from './atom.ts';

const HOST = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){2,8}[a-z]{2,24}\.?$/i;
const TELEPHONE = /^(?:fax:?|tel:?)?\s*\+?\(?\d{1,4}\)?(?:[ ./-]\(?\d{2,5}\)?){2,5}$/i;
const DATED = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})/;
const IBAN = '[A-Z]{2}\\d{2}(?: ?[A-Z\\d]{4}){3,7}(?: ?[A-Z\\d]{1,3})?';
/** A bank's number and an account. */
const ROUTED = '(?:\\d{8,9}|\\d{2}-\\d{2}-\\d{2}) ?[/-] ?\\d{6,12}';
const ACCOUNT = new RegExp(`^(?:${IBAN}|${ROUTED})$`);
const ACCOUNTS = new RegExp(`\\b(?:${IBAN}|${ROUTED})\\b`, 'g');
const NAMED_SO = new Set(['address', 'street', 'fax', 'telephone']);

const PUBLIC_KEY = new RegExp(
  '-----BEGIN [A-Z ]{0,20}(?:PUBLIC KEY|CERTIFICATE)|' +
    '(?:^|[\\s"])(?:sk-)?(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[a-z\\d]{1,20})' +
    '(?:@openssh\\.com)?\\s{1,4}AAAA',
  'i',
);

/** Whoever holds its other half comes in by it. */
export function isPublicKey(text: string): boolean {
  return PUBLIC_KEY.test(text);
}

/** With its country, or in groups. */
export function isTelephone(text: string): boolean {
  const bare = text.trim();
  return /^\+\d{7,15}$/.test(bare) || (/[+()/ -]/.test(bare) && isGrouped(bare));
}

const TELEPHONES = /(?<![\p{L}\p{N}.:/+-])\+?\(?\d(?:[ ()./-]{0,3}\d){6,14}(?![\p{L}\p{N}])/gu;

/** Of all that a text gives in groups, or with their country, one writing. */
export function telephonesIn(text: string): string[] {
  const found = (text.match(TELEPHONES) ?? []).filter((one) => !DATED.test(one) && /\D/.test(one));
  return found.map((one) => one.replaceAll(/[^+\d]/g, ''));
}

function isGrouped(bare: string): boolean {
  return TELEPHONE.test(bare) && !DATED.test(bare);
}

/** Of an argument that its profile gives no role, in a call that changes something; null: none. */
export function shapeOf(text: string, words: readonly string[]): 'destination' | 'identity' | null {
  const bare = text.trim();
  if (ACCOUNT.test(bare)) return 'identity';
  if (bare.includes('@') && addressesOf(bare).emails.length > 0 && !mixesAddresses(bare))
    return 'destination';
  if (HOST.test(bare) || isTelephone(bare) || isGrouped(bare)) return 'destination';
  return NAMED_SO.has(words.at(-1) ?? '') ? 'destination' : null;
}

const LINKS = new Set(['url', 'uri', 'link', 'href', 'permalink']);
const OF_ITS_OWN = new Set(['html', 'web', 'share', 'self', 'view']);
const ALONE = new Set(['key', 'number', 'no', 'sha']);

/** Whether it is what a system itself gives a thing, its id or its link, and nothing that people write in. */
export function isGiven(name: string, text: string): boolean {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const last = words.at(-1)!;
  const isOwn = words.length === 1 || (words.length === 2 && OF_ITS_OWN.has(words[0]!));
  const isHandle = /^(?:id|ids|uuid)$/.test(last) || (isOwn && LINKS.has(last));
  const isPlain = /^[^\s@]+$/.test(text) && shapeOf(text, []) === null;
  return isPlain && (isHandle || (words.length === 1 && ALONE.has(last)));
}

/** Of all accounts that a text gives, as they stand there. */
export function accountsIn(text: string): string[] {
  return /\d{4}/.test(text) ? (text.match(ACCOUNTS) ?? []) : [];
}

const PROGRAM =
  '(?:curl|wget|(?:ba|z|da|k)?sh|powershell|pwsh|iex|mshta|java|make|cargo|go|deno|bun|npm|npx|pnpm|yarn|' +
  'pipx?3?|brew|apt(?:-get)?|yum|dnf|git|docker|' +
  'kubectl|helm|python3?|node|ruby|perl|rm|chmod|chown|mv|dd|scp|ssh|nc|crontab|systemctl|reg|certutil)';
const CODE = '`([^`\\n]{3,200} [^`\\n]{1,200})`';
const COMMAND = new RegExp(`${CODE}|^[ \\t]*(?:[$#>] )?((?:sudo )?${PROGRAM} \\S[^\\n]{0,400})$`, 'gm');

/** What people would type in, as it stands there: quoted as code, or on a line of its own. */
export function commandsIn(text: string): string[] {
  return Array.from(text.matchAll(COMMAND), ([, quoted, line]) => quoted ?? line!);
}

/** Undone before it runs, or a place where keys are kept. */
const DARK = new RegExp(
  '\\b(?:base64\\s+(?:-[a-z]*[dD]|--decode)|xxd\\s+-[a-z]*r|openssl enc -d|FromBase64String|b64decode)|' +
    '(?:^|[\\s\'"=:@/~;&(])(?:\\.(?:ssh|aws|gnupg)(?![\\w-])|\\.netrc|\\.(?:kube|docker)/config|' +
    'id_(?:rsa|ed25519|ecdsa)(?!\\.pub)|etc/shadow)',
);

/** Code of which nobody sees what it does, or that looks for keys. */
export function isDark(code: string): boolean {
  return DARK.test(code);
}
