// What a Markdown page claims, as far as a machine can check it.

export interface Block {
  /** Empty where the fence names none. */
  readonly language: string;
  readonly text: string;
}

export interface Link {
  /** Relative to the page; empty for a place in the page itself. */
  readonly path: string;
  readonly heading: string | null;
}

const FENCED = /^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm;
/** Something of `src` or `docs` as a whole: no placeholder, no pattern, no line number. */
const TREE_PATH = /^(?:src|docs)\/[\w./-]+$/;

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(FENCED)].map(([, language = '', text = '']) => ({ language, text }));
}

/** Links outside code that lead to something of this project. */
export function linksOf(page: string): Link[] {
  const prose = proseOf(page).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading = null] = target.split('#', 2);
      return { path, heading };
    });
}

/** Paths in backticks. */
export function pathsOf(page: string): string[] {
  const code = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  return code.filter((text) => TREE_PATH.test(text));
}

function proseOf(page: string): string {
  return page.replaceAll(FENCED, '');
}
