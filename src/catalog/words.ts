// Names and sentences are read as plain words, whatever case or inflection they come in.

/** Words of an identifier: `getUserByID`, `get_user-by.id` and `get/user by id` are all get, user, by, id. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Clauses of a text: sentences, lines and list items, each as its words. */
export function clausesOf(text: string): string[][] {
  return text
    .split(/[.;:!?](?=\s|$)|\n|\s[-–—*•]\s/)
    .map((clause) => clause.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [])
    .filter((words) => words.length > 0);
}

/** A verb's plain form for its third person: deletes, pushes, modifies. Other words come back unchanged. */
export function plainForm(word: string): string {
  if (word.endsWith('ies')) return word.replace(/ies$/, 'y');
  if (/(?:ch|sh|ss|x|zz)es$/.test(word)) return word.replace(/es$/, '');
  return /[^s]s$/.test(word) ? word.replace(/s$/, '') : word;
}
