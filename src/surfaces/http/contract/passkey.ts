// Passkeys on the wire (Web Authentication Level 3): texts of bytes are base64url without padding.

import { z } from 'zod';

const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');

export const credentialSchema = bytes(1400);

/** What a passkey signed with; the signature stands beside it. */
export const assertionSchema = z.strictObject({
  credential: credentialSchema,
  authenticatorData: bytes(1400),
  clientDataJSON: bytes(8192),
});

/** DER of ES256, or raw EdDSA. */
export const passkeySignature = bytes(128);

/** What `navigator.credentials.create` gave, as `RegistrationResponseJSON`. */
export const passkeyRequest = z.strictObject({
  challenge: z.string().max(128),
  /** What tells it from the others of the same person; absent: nobody said. */
  name: z.string().trim().min(1).max(64).exactOptional(),
  response: z.looseObject({ id: credentialSchema, rawId: credentialSchema, type: z.literal('public-key') }),
});

export const removePasskeyRequest = z.strictObject({ credential: credentialSchema });

export const passkeySignIn = z.strictObject({
  challenge: z.string().max(128),
  assertion: assertionSchema,
  signature: passkeySignature,
});

export const passkeyView = z.object({
  id: z.string(),
  algorithm: z.enum(['ES256', 'EdDSA']),
  rpId: z.string(),
  aaguid: z.string(),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  transports: z.array(z.string()),
  signCount: z.int(),
  /** Null: nobody gave it one, or it is erased. */
  name: z.string().nullable(),
  addedAt: z.int(),
  /** When it signed last; null: it has not yet. */
  usedAt: z.int().nullable(),
});
export const passkeysResponse = z.object({ passkeys: z.array(passkeyView) });

/** `PublicKeyCredentialRequestOptionsJSON`, as far as it is given. */
export const passkeyAsk = z.object({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.array(z.object({ id: z.string(), type: z.literal('public-key') })),
  userVerification: z.literal('required'),
});

export type PasskeyView = z.output<typeof passkeyView>;
export type PasskeyAsk = z.output<typeof passkeyAsk>;
export type AssertionInput = z.output<typeof assertionSchema>;
