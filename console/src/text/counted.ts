/** `no calls`, `1 call`, `2 calls`. */
export function countedWords(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;
}
