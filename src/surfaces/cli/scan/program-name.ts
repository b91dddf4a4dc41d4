// A program is known by one name, wherever it lies and whatever system it is for.

/** Name of a program without its folder and the endings of Windows. */
export function programName(path: string): string {
  const last = path.split(/[\\/]/).at(-1)!;
  return last.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, '');
}
