// An operator signs in by signing a challenge that was made for them, here, just now, and counts once.

import { randomBytes } from 'node:crypto';
import type { Core } from '../../gateway/core.ts';
import type { TokenIssuer } from '../../gateway/ports.ts';
import { decodeBase64Url, encodeBase64Url } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { SESSION_SECONDS, type LoginStatement } from './contract.ts';
import { Failure, notFound } from './failure.ts';

const CHALLENGE_MS = 60_000;
const MAX_CHALLENGES = 1000;

export interface Challenge {
  readonly challenge: string;
  readonly ledger: string;
  readonly expiresAt: number;
}

export interface Sessions {
  /** Throws `not-found` for nobody, `not-allowed` for an operator without a key. */
  challenge(operator: string): Challenge;
  /** Throws `unauthenticated`; the challenge is used up either way. */
  open(login: {
    readonly operator: string;
    readonly challenge: string;
    readonly signature: string;
  }): Promise<{ readonly token: string; readonly expiresAt: number }>;
}

export function createSessions(core: Core, tokens: TokenIssuer): Sessions {
  const waiting = new Map<string, { readonly operator: string; readonly expiresAt: number }>();
  return {
    challenge(operator) {
      const now = core.clock.now();
      keyOf(core, operator);
      for (const [challenge, { expiresAt }] of waiting) if (expiresAt <= now) waiting.delete(challenge);
      if (waiting.size >= MAX_CHALLENGES) throw new Failure('overloaded', 'too many sign-ins at once');
      const challenge = encodeBase64Url(randomBytes(32));
      const expiresAt = now + CHALLENGE_MS;
      waiting.set(challenge, { operator, expiresAt });
      return { challenge, ledger: core.signer.origin, expiresAt };
    },
    async open({ operator, challenge, signature }) {
      const issuedAt = core.clock.now();
      const made = waiting.get(challenge);
      waiting.delete(challenge);
      if (made?.operator !== operator || made.expiresAt <= issuedAt) throw refusal('the challenge is over');
      const statement: LoginStatement = {
        v: 1,
        type: 'holdpoint/login@v1',
        ledger: core.signer.origin,
        operator,
        challenge,
      };
      const signed = decodeBase64Url(signature);
      const bytes = utf8(canonicalize(statement));
      const holds = signed !== null && core.crypto.verifyEd25519(keyOf(core, operator), bytes, signed);
      if (!holds) throw refusal("the signature is not the operator's");
      const expiresAt = issuedAt + SESSION_SECONDS * 1000;
      const token = await tokens.issue({
        use: 'operator',
        subject: operator,
        task: null,
        issuedAt,
        expiresAt,
      });
      return { token, expiresAt };
    },
  };
}

function keyOf(core: Core, id: string): Uint8Array {
  const { operators } = core.world.state(null).org;
  if (!Object.hasOwn(operators, id)) throw notFound(`operator: ${id}`);
  const publicKey = decodeBase64Url(operators[id]!.publicKey ?? '');
  if (publicKey !== null && publicKey.length > 0) return publicKey;
  throw new Failure('not-allowed', 'this operator has no key: sign in through the identity provider');
}

function refusal(why: string): Failure {
  return new Failure('unauthenticated', why, { help: 'Sign in again: holdpoint login' });
}
