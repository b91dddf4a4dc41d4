// The name that passkeys are made for: that of the console's public address, else `localhost`. An address is
// no valid one (Web Authentication Level 3, §5.1.3).

import { consoleOrigin } from '../contract/browser.ts';
import { Failure } from '../failure.ts';
import { hostOf, type Listening } from './locality.ts';

export interface RelyingParty {
  readonly rpId: string;
  /** Address of the console's pages. */
  readonly origin: string;
}

export function relyingParty(listen: Listening): RelyingParty {
  const origin = consoleOrigin(listen);
  return { rpId: new URL(origin).hostname, origin };
}

/** Throws `not-allowed` where the page was opened under another name: its browser would refuse. */
export function needNamed(request: Request, listen: Listening): RelyingParty {
  const party = relyingParty(listen);
  if (hostOf(request) === new URL(party.origin).host) return party;
  const help = `Open the console as ${party.origin}`;
  throw new Failure('not-allowed', 'passkeys belong to a name, not to an address', { help });
}
