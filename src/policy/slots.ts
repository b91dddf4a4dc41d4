// The WASM module keeps what it has parsed for ever. A bounded set of names, overwritten least recently used
// first, keeps its memory bounded; a name is only ever given out for the content it holds at that moment.

import { preparsePolicySet, preparseSchema } from '@cedar-policy/cedar-wasm/nodejs';
import type { CheckParseAnswer, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';

export interface Slots<Content> {
  /**
   * The name under which the module holds the content; parses it where it holds it no more.
   * Equal digests must mean equal content. Throws where the content does not parse.
   */
  acquire(digest: string, content: () => Content): string;
}

/** @param parse makes the module hold the content under a name, in place of what it held there. */
export function createSlots<Content>(
  size: number,
  prefix: string,
  parse: (name: string, content: Content) => CheckParseAnswer,
): Slots<Content> {
  /** Digest to name, least recently used first. */
  const held = new Map<string, string>();
  const free = Array.from({ length: size }, (_, index) => `${prefix}${index}`);
  const takeName = (): string => {
    const [oldest] = held;
    const name = free.pop() ?? oldest?.[1];
    if (name === undefined) throw new Error('a pool of no slots');
    if (name === oldest?.[1]) held.delete(oldest[0]);
    return name;
  };
  return {
    acquire(digest, content) {
      const known = held.get(digest);
      held.delete(digest);
      const name = known ?? takeName();
      if (known === undefined) {
        // Free until it holds the content, so that no failure loses a name.
        free.push(name);
        if (parse(name, content()).type === 'failure') throw new Error('what was compiled does not parse');
        free.pop();
      }
      held.set(digest, name);
      return name;
    },
  };
}

/** Policies by id, as the module takes them. */
export type PolicyTexts = { readonly [id: string]: string };

export const policySlots: Slots<PolicyTexts> = createSlots(128, 'policies-', (name, texts) =>
  preparsePolicySet(name, { staticPolicies: { ...texts } }),
);

export const schemaSlots: Slots<SchemaJson<string>> = createSlots(128, 'schema-', preparseSchema);
