// Numbers are told by how their digits are grouped and by their check digits; one that chance would often
// hit counts only beside a word that says what it is.

import type { DataCategory } from '../category.ts';

export interface NumberKind {
  readonly kind: string;
  readonly category: DataCategory;
  /** Groupings that need no word: `3-2-4`; `_` is a space or a hyphen. */
  readonly alone: readonly string[];
  /** Groupings that count beside one of the words. */
  readonly beside: readonly string[];
  /** In lower case, parts of names apart. */
  readonly words: RegExp | null;
  /** Whether digits so grouped are one. */
  readonly accepts: (digits: string) => boolean;
}

/** @param forms groupings by comma; those before `|` need no word. */
export function numberKind(
  category: DataCategory,
  kind: string,
  forms: string,
  words: string,
  accepts: NumberKind['accepts'],
): NumberKind {
  const [alone = '', beside = ''] = forms.split('|');
  return {
    kind,
    category,
    alone: spread(alone),
    beside: spread(beside),
    words: words === '' ? null : new RegExp(`\\b(?:${words})\\b`),
    accepts,
  };
}

function spread(forms: string): string[] {
  return forms
    .split(',')
    .filter((form) => form !== '')
    .flatMap((form) => [...new Set([form.replaceAll('_', ' '), form.replaceAll('_', '-')])]);
}
