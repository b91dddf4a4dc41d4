// One writing for texts that mean the same. What raises trust uses `fold` alone; look-alike letters are
// taken for each other only where that finds more untrusted matches.

/** What cannot be seen. */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;
const SPACE = /\s+/g;
/** Has one form alone, and nothing that cannot be seen. */
export const PLAIN = /^\p{ASCII}*$/u;

/** Compatibility form, in lower case, with single spaces; what cannot be seen is left out. */
export function fold(text: string): string {
  const seen = PLAIN.test(text) ? text : text.normalize('NFKC').replaceAll(INVISIBLE, '');
  return seen.toLowerCase().replaceAll(SPACE, ' ').trim();
}

/** The words of a name, by their letters: `order` and `id` of `orderId` and of `Order-2 ID`. */
export function wordsInName(name: string): string[] {
  return fold(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).split(/[^\p{L}]+/u);
}

/** Without such signs at its end. An expression that wants the end goes back over every run before it. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** How pictures are drawn and joined. */
const PICTURE = /\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0E\uFE0F\u200D]*/gu;

/** Whether something in it cannot be seen, so that it reads as another text. */
export function hidesSigns(text: string): boolean {
  if (PLAIN.test(text)) return false;
  return text.replaceAll(PICTURE, '').search(INVISIBLE) !== -1;
}

/** Letters and digits alone: how ids, account numbers and telephone numbers are compared. */
export function compact(folded: string): string {
  return folded.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Letters of other scripts, and what they are read as. */
const FOREIGN =
  'аa сc еe оo рp хx уy іi јj ѕs һh ԁd ԛq ԝw ѵv мm тt кk нh вb αa οo ρp νv ιi κk τt υu ɡg ɩi ցg օo ոn սu';
const LOOKS_LIKE = readAs(`${FOREIGN} 0o 1l 3e 4a 5s 7t @a $s`);
/** Those for which nobody writes a digit. */
export const READ_AS = readAs(`${FOREIGN} 0o`);

function readAs(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair[0]!, pair[1]!] as const));
}

/** For look-alike letters and digits of other scripts, and accents. */
export function skeleton(folded: string): string {
  if (PLAIN.test(folded)) return plainSkeleton(folded);
  const plain = folded.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return compact(Array.from(plain, (letter) => LOOKS_LIKE.get(letter) ?? letter).join(''));
}

const PLAIN_SKELETON = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCodePoint(code).toLowerCase();
  return compact(LOOKS_LIKE.get(letter) ?? letter);
});

/** The same of one sign. */
export function skeletonOf(sign: string): string {
  return PLAIN_SKELETON[sign.codePointAt(0)!] ?? skeleton(fold(sign));
}

function plainSkeleton(folded: string): string {
  let letters = '';
  for (let at = 0; at < folded.length; at++) letters += PLAIN_SKELETON[folded.charCodeAt(at)]!;
  return letters;
}
