// What Cedar's own validator says of a source, with the exact part of the text it is about.

import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import type { SchemaJson, ValidationError } from '@cedar-policy/cedar-wasm/nodejs';
import { offsetOfByte } from '../problem.ts';
import { validatorHelp } from '../validator-help.ts';
import type { Span } from '../span/locate.ts';
import type { LintPolicy } from './lint-policy.ts';

export interface Invalidity {
  /**
   * `unknown`: an action or entity type that does not exist. `misfit`: the validator's other errors.
   * `inapplicable`: no action fits the head. `impossible`: never true. `text`: letters that deceive the eye.
   */
  readonly kind: 'unknown' | 'misfit' | 'inapplicable' | 'impossible' | 'text';
  readonly policy: LintPolicy;
  /** From the start of the policy's text. */
  readonly span: Span;
  readonly message: string;
  readonly help: string | null;
}

const KINDS: readonly (readonly [RegExp, Invalidity['kind']])[] = [
  [/^unrecognized (action|entity type)/, 'unknown'],
  [/^unable to find an applicable action/, 'inapplicable'],
  [/^policy is impossible/, 'impossible'],
  [/mixed scripts|confusable|BIDI|bidi|characters? outside/, 'text'],
];

/** Checks the policies of one source, which parses. */
export function checkValidity(
  policies: readonly LintPolicy[],
  schema: SchemaJson<string>,
): readonly Invalidity[] {
  if (policies.length === 0) return [];
  const staticPolicies = Object.fromEntries(policies.map(({ text }, place) => [String(place), text]));
  const result = validate({ schema, policies: { staticPolicies } });
  if (result.type === 'failure') throw new Error('policies that parse cannot be validated');
  return [...result.validationErrors, ...result.validationWarnings].flatMap((error) => {
    const policy = policies[Number(error.policyId)];
    return policy === undefined ? [] : [invalidityOf(policy, error, schema)];
  });
}

function invalidityOf(
  policy: LintPolicy,
  { error }: ValidationError,
  schema: SchemaJson<string>,
): Invalidity {
  const message = error.message.replace(/^for policy `\d+`, /, '');
  const [place] = error.sourceLocations ?? [];
  const start = offsetOfByte(policy, place?.start ?? 0);
  const end = place === undefined ? policy.text.length : offsetOfByte(policy, place.end);
  const kind = KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'misfit';
  const help = error.help?.replace(/^for policy `\d+`, /, '') ?? null;
  return { kind, policy, span: { start, end }, message, help: validatorHelp({ message, help }, schema) };
}
