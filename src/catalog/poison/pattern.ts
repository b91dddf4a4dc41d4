// Rules are written as what they look for: words in braces stand for a class of words, ` .. ` for some words
// between, ` . ` for few.

import { beginningsOf } from './anchor.ts';
import type { Severity } from './finding.ts';
import { WORDING } from './wording.ts';

export interface SentenceRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly finds: RegExp;
  /** Beginnings of words: of each set a sentence has one, or nothing is found in it. */
  readonly beginnings: readonly ReadonlySet<string>[];
}

/** Between two parts of a pattern: what a sentence says of one thing stands together, in whole words. */
const FAR = String.raw`(?!\w).{0,90}?(?<![\w-])`;
const NEAR = String.raw`(?!\w).{0,28}?(?<![\w-])`;

/** Patterns of one rule: regular expressions, classes of `WORDING` in braces. Throws for an unknown class. */
export function rules(rule: string, severity: Severity, patterns: readonly string[]): SentenceRule[] {
  return patterns.map((pattern) => ({
    rule,
    severity,
    finds: compile(pattern),
    beginnings: beginningsOf(expand(pattern)),
  }));
}

function compile(pattern: string): RegExp {
  const source = expand(pattern).replaceAll(' .. ', FAR).replaceAll(' . ', NEAR);
  const begin = /^(?:[\w({]|\\w)/.test(pattern) ? String.raw`(?<![\w-])` : '';
  const end = /[\w})]$/.test(pattern) ? String.raw`(?!\w)` : '';
  return new RegExp(`${begin}(?:${source})${end}`, 'i');
}

function expand(pattern: string): string {
  return pattern.replaceAll(/\{([a-z]+)\}/g, (_, name: string) => {
    const words = WORDING[name];
    if (words === undefined) throw new Error(`no class of words is called ${name}`);
    const alternatives = words.split('\n').map((line) => line.trim());
    return `(?:${alternatives.filter((line) => line !== '').join('|')})`;
  });
}
