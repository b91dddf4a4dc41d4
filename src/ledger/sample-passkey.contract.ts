// A passkey without an authenticator: what its browser would send, bent as a test wants it.

import { generateKeyPairSync, createHash, sign, type KeyObject } from 'node:crypto';
import { encodeBase64Url } from './base64.ts';
import type { Assertion } from './assertion.ts';

export interface SamplePasskey {
  readonly id: string;
  readonly publicKey: string;
  readonly algorithm: 'ES256' | 'EdDSA';
  readonly sign: (challenge: Uint8Array, bent?: Bent) => { assertion: Assertion; signature: string };
  /** `RegistrationResponseJSON`, without attestation. */
  readonly register: (challenge: string, bent?: Bent) => object;
}

export interface Bent {
  readonly rpId?: string;
  readonly flags?: number;
  readonly signCount?: number;
  /** More of the authenticator's data. */
  readonly more?: Uint8Array;
  /** Members of the client data in place of the right ones. */
  readonly client?: object;
  /** The client data, whole. */
  readonly clientText?: string;
}

export function makePasskey(id: string, algorithm: 'ES256' | 'EdDSA' = 'ES256'): SamplePasskey {
  const { publicKey, privateKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519');
  const cose = coseOf(publicKey);
  return {
    id: encodeBase64Url(bytesOf(Buffer.from(id))),
    publicKey: encodeBase64Url(bytesOf(cose)),
    algorithm,
    register(challenge, bent = {}) {
      const name = Buffer.from(id);
      const more = Buffer.concat([Buffer.alloc(17), Buffer.of(name.length), name, cose]);
      const data = dataOf({ flags: 0x45, more, ...bent });
      const said = { type: 'webauthn.create', challenge, origin: 'http://localhost:4180', ...bent.client };
      const none = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex');
      const attestationObject = Buffer.concat([none, Buffer.of(data.length), data]).toString('base64url');
      const clientDataJSON = Buffer.from(JSON.stringify(said)).toString('base64url');
      const rawId = name.toString('base64url');
      const response = { attestationObject, clientDataJSON, transports: ['internal'] };
      return { id: rawId, rawId, type: 'public-key', response, clientExtensionResults: {} };
    },
    sign(challenge, bent = {}) {
      const data = dataOf(bent);
      const said = {
        type: 'webauthn.get',
        challenge: encodeBase64Url(challenge),
        origin: 'http://localhost:4180',
        crossOrigin: false,
        ...bent.client,
      };
      const client = Buffer.from(bent.clientText ?? JSON.stringify(said));
      const message = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const signature = sign(algorithm === 'ES256' ? 'sha256' : null, message, privateKey);
      const assertion = {
        credential: encodeBase64Url(bytesOf(Buffer.from(id))),
        authenticatorData: encodeBase64Url(bytesOf(data)),
        clientDataJSON: encodeBase64Url(bytesOf(client)),
        signCount: bent.signCount ?? 0,
      };
      return { assertion, signature: encodeBase64Url(bytesOf(signature)) };
    },
  };
}

function dataOf({ rpId = 'localhost', flags = 0x05, signCount = 0, more = new Uint8Array() }: Bent): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(signCount);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.of(flags), count, more]);
}

function coseOf(publicKey: KeyObject): Buffer {
  const { x = '', y } = publicKey.export({ format: 'jwk' });
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  if (y === undefined) return Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), bytes(x)]);
  const [before, between] = ['a5010203262001215820', '225820'].map((text) => Buffer.from(text, 'hex'));
  return Buffer.concat([before!, bytes(x), between!, bytes(y)]);
}

function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
