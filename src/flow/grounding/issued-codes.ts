// A code that lets somebody in is between them and whoever issued it: it goes back there, or where the person
// said, and to nobody else who asks for it.

import { registeredOf } from './host.ts';

/** Named so, and then its digits. */
const CODE =
  /\b(?:codes?|otp|pin|tan|passcode|password|token)\b[^.\n\d]{0,40}((?:\d[ -]?){3,9}\d)(?![\p{L}\p{N}])/giu;
const DIGITS = /\d(?:[ -]?\d){3,9}/g;
const MAX_CODES = 1_000;

export interface IssuedCodes {
  /** @param hosts of whoever wrote the text */
  readonly add: (text: string, hosts: readonly string[]) => void;
  /** Whether a code in the text goes to one of these hosts, and that is not who issued it. */
  readonly strays: (text: string, hosts: readonly string[]) => boolean;
}

export function createIssuedCodes(): IssuedCodes {
  const issuers = new Map<string, Set<string>>();
  return {
    add: (text, hosts) => {
      if (hosts.length === 0) return;
      for (const [, found = ''] of text.matchAll(CODE)) {
        const code = digitsOf(found);
        if (issuers.size >= MAX_CODES && !issuers.has(code)) return;
        const known = issuers.get(code) ?? new Set<string>();
        for (const host of hosts) known.add(registeredOf(host));
        issuers.set(code, known);
      }
    },
    strays: (text, hosts) => {
      if (issuers.size === 0) return false;
      const codes = (text.match(DIGITS) ?? []).flatMap((found) => issuers.get(digitsOf(found)) ?? []);
      return codes.some((own) => hosts.some((host) => !own.has(registeredOf(host))));
    },
  };
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
