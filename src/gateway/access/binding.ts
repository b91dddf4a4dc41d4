// An access request and its approval are for exactly the question that was denied: who, what, on what and in
// which task, and the tool as it is admitted. Anything else is another request.

import { isObject } from '../../catalog/member.ts';
import { targetOf } from '../../kernel/access/question.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { AccessQuestion } from '../../kernel/request.ts';
import { encodeBase64Url } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { Core } from '../core.ts';
import { keepsWords } from '../ledger/erase.ts';

/** Members of a question's context that authorization rests on. */
export const BOUND_CONTEXT: readonly string[] = ['task'];

/** A question in its wire form, or several of one subject. */
interface Asked {
  readonly subject: JsonObject;
  readonly context: object;
  readonly [entity: string]: Json | object;
}

/**
 * What is bound of a question in its wire form: all of its entities but the actor that may stand in the
 * subject, and of its context these members, where it has them (ARAP, structural comparison).
 */
export function projectBinding(
  { subject, context, ...entities }: Asked,
  members: readonly string[],
): JsonObject {
  const kept = Object.entries(context).filter(([name]) => members.includes(name));
  return { ...entities, subject: withoutActor(subject), context: Object.fromEntries(kept) };
}

/** By which a question is bound to a denial (ARAP, hash construction); `bound` is its projection. */
export function bindingHash(crypto: LedgerCrypto, bound: JsonObject): string {
  return encodeBase64Url(crypto.sha256(utf8(canonicalize(bound))));
}

function withoutActor(subject: JsonObject): JsonObject {
  const { properties } = subject;
  if (!isObject(properties)) return subject;
  const { act: _, ...rest } = properties;
  return { ...subject, properties: rest };
}

export interface Bindable extends Pick<AccessQuestion, 'about' | 'action' | 'resource'> {
  /** All that authorization rests on; absent: there can be no access request. */
  readonly bound?: JsonObject;
}

export interface AccessBinding {
  /** What an approval is for. */
  readonly digest: string;
  /** Of the bytes, which those who approve are shown. */
  readonly commitment: string;
  readonly bytes: Uint8Array;
}

/** Null: the question names no task that is known and whose words are kept. The task is loaded. */
export function bindAccess(core: Core, input: Bindable): AccessBinding | null {
  const { about: task, bound } = input;
  if (task === null || bound === undefined || !keepsWords(core, task)) return null;
  const bytes = utf8(canonicalize(bound));
  const commitment = core.vault.commit(`task/${task}`, 'arguments', bytes);
  const definition = definitionOf(core, input);
  const digest = digestOf(core.crypto, {
    v: 1,
    type: 'holdpoint/access-request@v1',
    task,
    definition,
    arguments: commitment,
  });
  return { digest, commitment, bytes };
}

function definitionOf(core: Core, input: Bindable): string {
  const target = targetOf(input);
  if (target.kind === 'verb') return '';
  const { connectors } = core.world.state(null);
  const tools = entryOf(connectors, target.connector)?.admitted?.tools ?? {};
  return entryOf(tools, target.tool)?.definition ?? '';
}
