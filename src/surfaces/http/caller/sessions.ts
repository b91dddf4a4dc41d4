// An operator signs in by signing a challenge that was made for them, here, just now, and counts once.

import type { Core } from '../../../gateway/core.ts';
import type { TokenIssuer } from '../../../gateway/ports.ts';
import { decodeBase64Url } from '../../../ledger/base64.ts';
import { utf8 } from '../../../ledger/bytes.ts';
import { canonicalize } from '../../../ledger/canonical.ts';
import { createChallenges } from './challenges.ts';
import { SESSION_SECONDS, type LoginStatement } from '../contract.ts';
import { Failure, notFound } from '../failure.ts';

export interface Challenge {
  readonly challenge: string;
  readonly ledger: string;
  readonly expiresAt: number;
}

export interface Sessions {
  /** Throws `not-found` for nobody, `not-allowed` for an operator without a key. */
  challenge(operator: string): Challenge;
  /** Throws `unauthenticated`; the challenge is used up either way. */
  open(login: Login): Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** The same proof, and no token for it. Throws `unauthenticated`. */
  prove(login: Login): void;
}

export interface Login {
  readonly operator: string;
  readonly challenge: string;
  readonly signature: string;
}

export function createSessions(core: Core, tokens: TokenIssuer): Sessions {
  const challenges = createChallenges(core.clock);
  const prove: Sessions['prove'] = ({ operator, challenge, signature }) => {
    if (!challenges.take(challenge, operator)) throw refusal('the challenge is over');
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
  };
  return {
    prove,
    challenge(operator) {
      keyOf(core, operator);
      return { ...challenges.make(operator), ledger: core.signer.origin };
    },
    async open(login) {
      prove(login);
      const issuedAt = core.clock.now();
      const expiresAt = issuedAt + SESSION_SECONDS * 1000;
      const subject = login.operator;
      const token = await tokens.issue({ use: 'operator', subject, task: null, issuedAt, expiresAt });
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
