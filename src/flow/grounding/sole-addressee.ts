// Who alone gets what a call says: known only where nothing in it may lead anywhere else.

import type { Json } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import { emailsIn } from './address-atom.ts';
import { argumentsOf, isAddressee, roleOf, shapedRoleOf, type Argument } from './argument.ts';
import { fold, PLAIN } from './fold.ts';
import { isMailText } from './mails.ts';

const WRITING: ReadonlySet<string> = new Set(['read', 'write', 'send']);
const LEADING: ReadonlySet<string> = new Set(['destination', 'identity', 'path']);
/** `Ann Lee <ann@lee.example>` */
const NAMED = /^(?:[^<>@,;"\r\n]{0,80}<([^<>\s]+)>|([^\s<>,;"]+))$/;

/** The only address that it goes to; null: there are others, or there may be. */
export function soleAddressee({ profile, effects }: Pick<Tool, 'profile' | 'effects'>, input: Json) {
  const { read, isCut } = argumentsOf(profile, input);
  // A switch may have it go to more (`reply_all`).
  if (isCut || hasSwitch(input) || !effects.every((effect) => WRITING.has(effect))) return null;
  const leading = read.filter(leads);
  const others = read.filter((one) => !leading.includes(one));
  const addresses = new Set(leading.map(({ text }) => addressIn(text)));
  const [address = null] = addresses;
  return addresses.size === 1 && others.every(isSaying) ? address : null;
}

function leads(one: Argument): boolean {
  return isAddressee(one) || [roleOf(one), shapedRoleOf(one)].some((role) => LEADING.has(role));
}

/** What it answers leads nowhere; a head in several lines may. */
const ANSWERED = /^(?:in_?reply_?to|(?:message|thread|conversation|e?mail|draft)_?id)$/i;

function isSaying({ name, text }: Argument): boolean {
  if (/^(?:subject|title)$/i.test(name)) return !/[\r\n]/.test(text);
  return isMailText(name) || ANSWERED.test(name);
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
