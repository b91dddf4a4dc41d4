// What the scan does not know for an attack may be one in other words: a new sentence about anything beyond
// the tool's own arguments and results is for a person to read.

import type { JsonObject } from '../../kernel/json.ts';
import { excerptOf } from '../poison/finding.ts';
import { namesOf, type Surroundings } from '../poison/scan.ts';
import { plainSentence } from '../poison/sentence-scan.ts';
import { sentencesOf } from '../poison/sentence.ts';
import { textsOf } from '../poison/text.ts';
import type { DriftReason } from './reason.ts';

/** Longer texts are said to be unreadable by the scan. */
const MAX_TEXT = 64_000;

const BEYOND: readonly (readonly [what: string, words: RegExp])[] = [
  ['another tool', /\botherToolName\b/],
  ['the model', /\b(?:model|assistant|llm|caller|whoever calls|your|you were|you did)\b/i],
  ['what the person is told', /\b(?:tell|say|in the (?:reply|answer|chat)|confidential|secretly|bother)\b/i],
  ['what the person wants', /\buser (?:has|already|wants|consent|agreed|allowed|asked|is asked)/i],
  [
    'earlier messages',
    /\b(?:messages|conversation|guidance|instructions?|previous(?:ly)? (?:said|asked|text))\b/i,
  ],
  ['secrets', /\b(?:tokens?|passwords?|secrets?|credentials?|one-time|cookies?|private key|~\/)/i],
  [
    'its own standing',
    /\b(?:our|competitors?|trusted|outperforms?|no reason to|until further notice|approved?)\b/i,
  ],
  ['other results than its own', /\b(?:reported as|instead of what|replaces|no longer|rejected|even if)\b/i],
];

/** Of an address; one that the old text names too is no news. */
const HOST = /(?:\b(?:https?|wss?|ftp):\/\/|[\w.+-]{1,64}@)([\w.-]{1,253})/gi;
/** What a value may look like. */
const EXAMPLE = /\((?:e\.g\.|for example|such as)[^)]{0,80}\)/gi;

/** One reason for each new sentence that speaks of such a thing. */
export function mentionsIn(
  name: string,
  before: JsonObject,
  after: JsonObject,
  around: Surroundings,
): DriftReason[] {
  const known = new Set(Array.from(saidIn(name, before), ({ sentence }) => plain(sentence)));
  const hosts = new Set(Array.from(saidIn(name, before), ({ sentence }) => hostsIn(sentence)).flat());
  const names = namesOf(name, after, around);
  const reasons: DriftReason[] = [];
  for (const { pointer, sentence } of saidIn(name, after)) {
    if (known.has(plain(sentence))) continue;
    const about = subjectOf(plainSentence(sentence.replaceAll(EXAMPLE, ''), names), hosts);
    if (about === null) continue;
    const text = `a new sentence about ${about}: ${excerptOf(sentence, { start: 0, end: sentence.length })}`;
    reasons.push({ rule: 'speaks-of-other-things', pointer, text });
    if (reasons.length >= 20) break;
  }
  return reasons;
}

function subjectOf(sentence: string, hosts: ReadonlySet<string>): string | null {
  if (hostsIn(sentence).some((host) => !hosts.has(host))) return 'an address';
  return BEYOND.find(([, words]) => words.test(sentence))?.[0] ?? null;
}

function hostsIn(sentence: string): string[] {
  return Array.from(sentence.matchAll(HOST), ({ 1: host }) => (host ?? '').toLowerCase());
}

function* saidIn(name: string, definition: JsonObject): Iterable<{ pointer: string; sentence: string }> {
  for (const { pointer, text, kind } of textsOf(name, definition).texts) {
    if (kind !== 'value') continue;
    const read = text.slice(0, MAX_TEXT);
    for (const { start, end } of sentencesOf(read)) yield { pointer, sentence: read.slice(start, end) };
  }
}

function plain(sentence: string): string {
  return sentence.toLowerCase().replaceAll(/\s+/g, ' ');
}
