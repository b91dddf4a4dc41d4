// What is wrong with a file is said where it stands, also where only its parsed value was looked at.

import { readYaml, type Path, type Problem } from './document.ts';

/** Something wrong at a path. */
export interface Wrong {
  readonly path: Path;
  readonly message: string;
  readonly help?: string | null;
}

/** Each with its line and column; a text that is too large for that has paths only. */
export function placeAll(wrong: readonly Wrong[], text: string, file: string): Problem[] {
  const places = readYaml(text, file);
  return wrong.map(({ path, message, help = null }) => {
    const place = 'value' in places ? places.value.locate(path, 'value') : { file, line: 1, column: 1 };
    return { ...place, path: path.join('.'), message, help };
  });
}
