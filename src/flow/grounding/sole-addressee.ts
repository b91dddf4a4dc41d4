// Who alone gets what a call says: known only where nothing in it may lead anywhere else.

import type { Json } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import { emailsIn } from './address-atom.ts';
import { argumentsOf, isAddressee, roleOf, shapedRoleOf, wordsOf, type Argument } from './argument.ts';
import { fold, PLAIN } from './fold.ts';
import { isMailText } from './mails.ts';

const WRITING: ReadonlySet<string> = new Set(['read', 'write', 'send']);
const LEADING: ReadonlySet<string> = new Set(['destination', 'identity', 'path']);
/** `Ann Lee <ann@lee.example>` */
const NAMED = /^(?:[^<>@,;"\r\n]{0,80}<([^<>\s]+)>|([^\s<>,;"]+))$/;

/** The only address that it goes to; null: there are others, or there may be. */
export function soleAddressee(
  { name, profile, effects }: Pick<Tool, 'name' | 'profile' | 'effects'>,
  input: Json,
): string | null {
  const { read, isCut } = argumentsOf(profile, input);
  // A switch may have it go to more (`reply_all`), and so may the tool.
  if (isCut || hasSwitch(input) || wordsOf(name).some((word) => TO_ALL.has(word))) return null;
  if (!effects.every((effect) => WRITING.has(effect))) return null;
  const leading = read.filter(leads);
  const others = read.filter((one) => !leading.includes(one));
  // What is answered goes to whoever wrote it, where only a copy is addressed.
  if (leading.every(isCopy) && others.some((one) => ANSWERED.test(one.name))) return null;
  const addresses = new Set(leading.map(({ text }) => addressIn(text)));
  const [address = null] = addresses;
  return addresses.size === 1 && others.every(isSaying) ? address : null;
}

const TO_ALL: ReadonlySet<string> = new Set(['all', 'everyone', 'everybody', 'broadcast']);

function isCopy({ words }: Argument): boolean {
  return words.includes('cc') || words.includes('bcc');
}

function leads(one: Argument): boolean {
  return isAddressee(one) || [roleOf(one), shapedRoleOf(one)].some((role) => LEADING.has(role));
}

/** What it answers leads nowhere; a head in several lines may. */
const ANSWERED = /^(?:in_?reply_?to|(?:message|thread|conversation|e?mail|draft)_?id)$/i;

/** For who takes the text for the whole letter: its head says where else it goes. */
const HEAD = /^\s*(?:[\w-]+:[^\r\n]*[\r\n]+)*(?:resent-)?(?:to|b?cc):/i;

function isSaying({ name, text }: Argument): boolean {
  if (/^(?:subject|title)$/i.test(name)) return !/[\r\n]/.test(text);
  if (isMailText(name)) return !HEAD.test(text);
  return ANSWERED.test(name);
}

/** As it is written: in other signs it may lead elsewhere. */
function addressIn(text: string): string | null {
  const [, named, alone] = NAMED.exec(text.trim()) ?? [];
  const address = (named ?? alone ?? '').toLowerCase();
  return PLAIN.test(address) && address !== '' && emailsIn(fold(text)).join() === address ? address : null;
}

function hasSwitch(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return value === true;
  return Object.values(value).some(hasSwitch);
}
