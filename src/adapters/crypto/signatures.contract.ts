// Signatures with the verdict that is owed to each: RFC 8032's own, and the oddities on which verifiers part.
// Those are made here from scalars and points, as only the holder of the key could.

import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';

export interface JudgedSignature {
  readonly says: string;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly verdict: boolean;
}

const { Point } = ed25519;
const P = Point.Fp.ORDER;
const L = Point.Fn.ORDER;
const SECRET = 0x1234567890abcdef1234567890abcdefn;
const NONCE = 0xfedcba0987654321fedcba0987654321n;
/** Of order 8: it generates the points of small order. */
const TORSION = Point.fromBytes(unhex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));

interface Recipe {
  /** The secret scalar, and the torsion added to its point: the key. */
  readonly secret?: bigint;
  readonly keyTorsion?: number;
  /** The key's bytes, where they are not the canonical ones. */
  readonly encodedKey?: Uint8Array;
  /** The commitment R, likewise. */
  readonly nonce?: bigint;
  readonly nonceTorsion?: number;
  readonly encodedNonce?: Uint8Array;
  /** Whether the equation must hold without the cofactor too; it always holds with it. */
  readonly exact: boolean;
}

/** The first message, of many, under which the signature has the property that is asked for. */
function craft(recipe: Recipe): Omit<JudgedSignature, 'says' | 'verdict'> {
  const { secret = SECRET, keyTorsion = 0, nonce = NONCE, nonceTorsion = 0 } = recipe;
  const publicKey = recipe.encodedKey ?? pointOf(secret, keyTorsion).toBytes();
  const encodedNonce = recipe.encodedNonce ?? pointOf(nonce, nonceTorsion).toBytes();
  for (let count = 0; count < 256; count++) {
    const message = Uint8Array.of(count);
    const k = bytesToNumberLE(sha512(Buffer.concat([encodedNonce, publicKey, message]))) % L;
    // What is left of [S]B - R - [k]A is torsion.
    const isExact = (BigInt(nonceTorsion) + k * BigInt(keyTorsion)) % 8n === 0n;
    if (isExact !== recipe.exact) continue;
    const s = numberToBytesLE((nonce + k * secret) % L, 32);
    return { publicKey, message, signature: new Uint8Array(Buffer.concat([encodedNonce, s])) };
  }
  throw new Error('no message fits');
}

function pointOf(scalar: bigint, torsion: number): InstanceType<typeof Point> {
  return Point.BASE.multiplyUnsafe(scalar).add(TORSION.multiplyUnsafe(BigInt(torsion)));
}

function unhex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** y and the sign bit of x, as RFC 8032 §5.1.2 packs them, but for any y below 2^255. */
function encoding(y: bigint, sign: 0 | 1): Uint8Array {
  return numberToBytesLE(y + (BigInt(sign) << 255n), 32);
}

/** RFC 8032 §7.1, TEST 1, 2, 3 and SHA(abc): public key, message, and the signature's halves R and S. */
const PUBLISHED = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155',
    '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da',
    '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac',
    '18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    Buffer.from(sha512(new TextEncoder().encode('abc'))).toString('hex'),
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589',
    '09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
] as const;

const published = PUBLISHED.map(([key, text, r, s], index): JudgedSignature => ({
  says: `takes signature ${index + 1} of RFC 8032`,
  publicKey: unhex(key),
  message: unhex(text),
  signature: unhex(r + s),
  verdict: true,
}));

const good = craft({ exact: true });

/** The good signature with another S. */
function withS(change: (s: bigint) => bigint): typeof good {
  const [r, s] = [good.signature.slice(0, 32), good.signature.slice(32)];
  const changed = numberToBytesLE(change(bytesToNumberLE(s)), 32);
  return { ...good, signature: new Uint8Array(Buffer.concat([r, changed])) };
}

const ACCEPTED: Readonly<Record<string, typeof good>> = {
  'an ordinary signature': good,
  'a key of mixed order, where the equation holds exactly': craft({ keyTorsion: 1, exact: true }),
};

const REFUSED: Readonly<Record<string, typeof good>> = {
  'a signature over another message': { ...good, message: Uint8Array.of(1, 2) },
  'S of the group order and more': withS((s) => s + L),
  'S with its highest bits set': withS((s) => s + (7n << 253n)),
  'a key of mixed order, where the equation holds only times the cofactor': craft({
    keyTorsion: 1,
    exact: false,
  }),
  'a commitment that is the identity': craft({ nonce: 0n, exact: true }),
  'a commitment of small order, where the equation holds exactly': craft({
    keyTorsion: 1,
    nonce: 0n,
    nonceTorsion: 3,
    exact: true,
  }),
  'a commitment of mixed order': craft({ nonceTorsion: 1, exact: false }),
  'a commitment that is not canonical': craft({ nonce: 0n, encodedNonce: encoding(P + 1n, 0), exact: true }),
  'a commitment that is minus zero': craft({ nonce: 0n, encodedNonce: encoding(1n, 1), exact: true }),
  'a commitment that is no point': { ...good, signature: withR(encoding(2n, 0)) },
  'a key that is no point': { ...good, publicKey: encoding(2n, 0) },
};

function withR(encoded: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([encoded, good.signature.slice(32)]));
}

/** Each would be good for every message, or one of eight: who holds such a key has signed nothing. */
const weakKeys = [
  ...Array.from({ length: 8 }, (_, torsion) => pointOf(0n, torsion).toBytes()),
  ...[P, P + 1n].flatMap((y) => [encoding(y, 0), encoding(y, 1)]),
  encoding(1n, 1),
  encoding(P - 1n, 1),
].map((encodedKey): JudgedSignature => ({
  says: `refuses the key ${Buffer.from(encodedKey).toString('hex').slice(0, 8)}… of small order`,
  // Whatever its torsion, it vanishes where k is a multiple of 8.
  ...craft({ secret: 0n, keyTorsion: 1, encodedKey, exact: true }),
  verdict: false,
}));

export const SIGNATURES: readonly JudgedSignature[] = [
  ...published,
  ...Object.entries(ACCEPTED).map(([what, made]) => ({ says: `takes ${what}`, ...made, verdict: true })),
  ...Object.entries(REFUSED).map(([what, made]) => ({ says: `refuses ${what}`, ...made, verdict: false })),
  ...weakKeys,
];
