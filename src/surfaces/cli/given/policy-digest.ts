// A set is named by its digest, of which the beginning will do where it means one set.

import { CliError } from '../exit.ts';

const FULL = /^sha256:[0-9a-f]{64}$/;
const BEGINNING = /^sha256:[0-9a-f]{6,64}$/;
/** Hexadecimal digits alone are taken for a name where there is no digit among them (a folder `facade`). */
const MEANT = /^(?:sha256:.*|(?=.*[0-9])[0-9a-f]{6,})$/i;

/** Whether a digest is meant, however badly it is written. */
export function isDigest(text: string): boolean {
  return MEANT.test(text);
}

/** For people's eyes: enough to tell sets apart, and to name one by. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/** The one that was meant; `sha256:` may be left out. Throws `CliError`. */
export function findDigest(known: readonly string[], text: string): string {
  const given = /^[0-9a-f]+$/.test(text) ? `sha256:${text}` : text;
  if (FULL.test(given)) return given;
  const meant = BEGINNING.test(given) ? new Set(known.filter((digest) => digest.startsWith(given))) : null;
  const [only] = meant ?? [];
  if (meant?.size === 1 && only !== undefined) return only;
  const help = 'See: holdpoint policy proposals, holdpoint policy history';
  if (meant === null) {
    const form = 'a digest is sha256: and 64 hexadecimal digits, of which the first 6 will do';
    throw new CliError(`not the digest of a policy set: ${text} (${form})`, { help });
  }
  throw new CliError(`${meant.size === 0 ? 'no set' : 'more than one set'} begins with ${given}`, { help });
}
