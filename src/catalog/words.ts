// Names and sentences are read as plain words, whatever case or inflection they come in.

/** Longer identifiers are read up to here. */
export const MAX_NAME = 256;

/** Words of an identifier: `getUserByID`, `get_user-by.id` and `get/user by id` are all get, user, by, id. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .slice(0, MAX_NAME)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The words of a table, parted by white space. */
export function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(/\s+/)).filter((word) => word !== ''));
}

export function singular(word: string): string {
  if (word.endsWith('ies')) return word.replace(/ies$/, 'y');
  if (/(?:ch|sh|ss|x|z)es$/.test(word)) return word.replace(/es$/, '');
  return /[^s]s$/.test(word) ? word.replace(/s$/, '') : word;
}

/** A word and what it may be an inflection of. */
export function plainForms(word: string): string[] {
  const forms = [word];
  const stem = (ending: RegExp, ...instead: readonly string[]): void => {
    if (ending.test(word)) forms.push(...instead.map((end) => word.replace(ending, end)));
  };
  stem(/ies$/, 'y');
  stem(/(?<=ch|sh|s|x|z|o)es$/, '');
  stem(/(?<=[^s])s$/, '');
  stem(/ied$/, 'y');
  stem(/(?<=..)ed$/, '', 'e');
  stem(/(?<=..)ing$/, '', 'e');
  const doubled = /([bdgmnprt])\1(?:ed|ing)$/.exec(word);
  if (doubled !== null) forms.push(word.slice(0, doubled.index + 1));
  return forms;
}
