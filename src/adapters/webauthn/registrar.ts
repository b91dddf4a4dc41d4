// A registration is taken only where the authenticator verified the person, and only with a key that the
// ledger's verifier can read without a library.

import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { PasskeyRegistrar } from '../../gateway/ports/passkeys.ts';
import { decodeBase64Url, encodeBase64Url } from '../../ledger/base64.ts';
import { decodeCoseKey } from '../../ledger/cose.ts';
import { utf8 } from '../../ledger/bytes.ts';

/** ES256 and EdDSA (RFC 9053). */
const ALGORITHMS = [-7, -8];

export const webauthnRegistrar: PasskeyRegistrar = {
  options({ challenge, rpId, operator, known }) {
    return generateRegistrationOptions({
      rpName: 'Holdpoint',
      rpID: rpId,
      userName: operator,
      userID: Uint8Array.from(utf8(operator).subarray(0, 64)),
      challenge: Uint8Array.from(decodeBase64Url(challenge) ?? []),
      attestationType: 'none',
      excludeCredentials: known.map((id) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  },
  async verify(response, { challenge, rpId, origin }) {
    const verified = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => null);
    if (verified === null || !verified.verified) return null;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
    const key = decodeCoseKey(Uint8Array.from(credential.publicKey));
    if (key === null) return null;
    return {
      id: credential.id,
      publicKey: encodeBase64Url(Uint8Array.from(credential.publicKey)),
      algorithm: key.algorithm,
      rpId,
      aaguid,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
      transports: credential.transports ?? [],
      signCount: credential.counter,
    };
  },
};
