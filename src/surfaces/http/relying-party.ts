// The name that passkeys are made for. An address is no valid one (Web Authentication Level 3, §5.1.3): of
// this machine's names that is `localhost`.

import { Failure } from './failure.ts';

export interface RelyingParty {
  readonly rpId: string;
  /** Address of the console's pages. */
  readonly origin: string;
}

export function relyingParty({ url }: { readonly url: string }): RelyingParty {
  const { port } = new URL(url);
  return { rpId: 'localhost', origin: `http://localhost${port === '' ? '' : `:${port}`}` };
}

/** Throws `not-allowed` where the page was opened under another name: its browser would refuse. */
export function needNamed(request: Request, listen: { readonly url: string }): RelyingParty {
  const party = relyingParty(listen);
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (`http://${host}` === party.origin) return party;
  const help = `Open the console as ${party.origin}`;
  throw new Failure('not-allowed', 'passkeys belong to a name, not to an address', { help });
}
