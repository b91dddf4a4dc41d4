// What a tool answers is returned as it came; what is odd about it is recorded beside it, by rule, never by
// its words. Bounded: the beginning and the end of a long answer are read.

import { listOf, objectOf, textOf } from '../../catalog/member.ts';
import { scanText } from '../../catalog/poison/scan.ts';
import { isHostile } from '../../flow/grounding/hostile.ts';
import { MAX_ANSWER_DEPTH } from '../../kernel/depth.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { ConstraintEngine } from '../../kernel/policy.ts';
import type { Tool } from '../../kernel/state.ts';
import type { Remarks } from './call-answer.ts';
import type { UpstreamOutcome } from '../ports.ts';

/** Characters of one answer that are read: most from its beginning, the others from its end. */
const MAX_READ = 32_000;
const MAX_END = 8_000;
/** Characters that are looked through for them. */
const MAX_GATHERED = 256_000;
/** Deeper parts are not read: an answer is not nested deeper, but for JSON in its texts. */
const MAX_DEPTH = 2 * MAX_ANSWER_DEPTH;
const TEXT_TYPE = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml)\b)/i;

export function remarksOn(
  outcome: UpstreamOutcome,
  { outputSchema, kind }: Pick<Tool, 'outputSchema' | 'kind'>,
  constraints: ConstraintEngine,
): Remarks {
  const said = 'result' in outcome ? outcome.result : 'error' in outcome ? outcome.error : null;
  if (said === null) return {};
  const findings = attacksIn(said);
  const isMisfit =
    'result' in outcome &&
    outcome.outcome === 'succeeded' &&
    kind === 'tool' &&
    outputSchema !== undefined &&
    constraints.check(outputSchema, outcome.result['structuredContent'] ?? null).length > 0;
  return { ...(findings.length === 0 ? {} : { findings }), ...(isMisfit ? { misfit: true } : {}) };
}

/** It speaks to the model. */
const GIVES_ORDERS = 'gives-orders';

/**
 * What is no attack in a result, though it is one in a definition: that it is long, holds a file's bytes,
 * asks people for what letters and guides ask for, or praises or speaks for whoever wrote it. Grounding
 * judges what comes of that.
 */
const NO_ATTACK = [
  'unreadable-size',
  'encoded-text',
  'sends-elsewhere',
  'runs-command',
  'reads-secret',
  'promotes-itself',
  'changes-machine',
  'speaks-for-maker',
];
/** What stands below letters: `If you are not the addressee, please inform the sender and delete it`. */
const FOOTER = /\bnot (?:the|an?) (?:\w+ )?(?:addressee|recipient)/i;

/** What reads like an attack in what a connector says: rule ids, each once. */
export function attacksIn(said: Json): string[] {
  const texts = textsIn(said);
  const text = texts.join('\n');
  const read =
    text.length > MAX_READ ? `${text.slice(0, MAX_READ - MAX_END)}\n${text.slice(-MAX_END)}` : text;
  const errors = scanText(read).filter(
    ({ severity, rule, excerpt }) =>
      severity === 'error' && !NO_ATTACK.includes(rule) && !FOOTER.test(excerpt),
  );
  const orders = texts.some(isHostile) || isHostile(inOne(said)) ? [GIVES_ORDERS] : [];
  return [...new Set([...errors.map(({ rule }) => rule), ...orders])];
}

/** An order may be told in parts: the texts of the content, one after the other. */
function inOne(said: Json): string {
  const texts = listOf(objectOf(said)['content']).map((block) => textOf(objectOf(block)['text']));
  return texts.length < 2 ? '' : texts.join(' ').slice(0, MAX_GATHERED);
}

/** All that is said, in order, and the names of members, each once; of JSON in a text, what stands in it. */
function textsIn(said: Json): string[] {
  const texts: string[] = [];
  const names = new Set<string>();
  let left = MAX_GATHERED;
  gather(said, 0);
  return [...texts, ...names];

  function gather(value: Json, depth: number): void {
    if (left <= 0 || depth > MAX_DEPTH) return;
    if (typeof value === 'string') {
      const inside = value.length > left ? null : jsonIn(value);
      if (inside !== null) return gather(inside, depth + 1);
      left -= value.length;
      texts.push(value);
    } else if (typeof value === 'object' && value !== null) {
      const blob = Array.isArray(value) ? null : textOfBlob(value as JsonObject);
      if (blob !== null) gather(blob, depth + 1);
      for (const [name, part] of Object.entries(value)) {
        if (!Array.isArray(value) && !names.has(name)) {
          left -= name.length;
          names.add(name);
        }
        gather(part, depth + 1);
      }
    }
  }
}

/** What the bytes of an embedded resource say, where they are a text (MCP, BlobResourceContents). */
function textOfBlob({ blob, mimeType }: JsonObject): string | null {
  if (typeof blob !== 'string' || typeof mimeType !== 'string' || !TEXT_TYPE.test(mimeType)) return null;
  return Buffer.from(blob.slice(0, MAX_GATHERED), 'base64').toString('utf8');
}

/** What a text holds, where that is JSON of several parts; else null. */
export function jsonIn(text: string): Json | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
