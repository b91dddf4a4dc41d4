// TOML 1.0 settings with the place of every value. What a value is beyond text, truth, list and table does
// not matter here, so numbers and dates stay as they are written.

import { MAX_DEPTH, ReadFault, reading } from './located.ts';
import type { Located, LocatedScalar, Member, MemberForm, ReadText, Span } from './located.ts';

const TABLE: MemberForm = { between: '\n', isQuoted: false, is: ' = ' };
const INLINE: MemberForm = { between: ', ', isQuoted: false, is: ' = ' };
/** Tables in one table: each is looked for among the others. */
const MAX_MEMBERS = 2_000;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BARE_VALUE = /[A-Za-z0-9+:._-]+(?: \d[\d:.]*\S*)?/y;
const ESCAPES: { readonly [letter: string]: string } = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};

interface OpenMap extends Span {
  readonly kind: 'map';
  readonly members: Member[];
  readonly form: MemberForm;
}

export function readToml(text: string): ReadText {
  return reading(() => new TomlReader(text).document());
}

class TomlReader {
  readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Located {
    const root = openMap({ start: 0, end: this.text.length }, TABLE);
    let table = root;
    for (;;) {
      this.skip(true);
      if (this.at >= this.text.length) return root;
      if (this.text[this.at] === '[') table = this.header(root);
      else this.assignment(table, 0);
      this.skip(false);
      const ends = this.text[this.at] ?? '\n';
      if (ends !== '\n' && ends !== '\r') throw new ReadFault(this.at, 'the end of the line is expected');
    }
  }

  private header(root: OpenMap): OpenMap {
    const isList = this.text.startsWith('[[', this.at);
    this.at += isList ? 2 : 1;
    const path = this.keys();
    this.expect(isList ? ']]' : ']');
    const around = path.slice(0, -1).reduce((map, key) => this.within(map, key), root);
    const last = path.at(-1)!;
    return isList ? this.appended(around, last) : this.within(around, last);
  }

  private assignment(table: OpenMap, depth: number): void {
    const path = this.keys();
    this.expect('=');
    this.skip(false);
    const value = this.value(depth);
    const around = path.slice(0, -1).reduce((map, key) => this.within(map, key), table);
    around.members.push({ ...path.at(-1)!, value });
  }

  private keys(): Omit<Member, 'value'>[] {
    const keys: Omit<Member, 'value'>[] = [];
    while (keys.length <= MAX_DEPTH) {
      this.skip(false);
      const start = this.at;
      const key = this.key();
      keys.push({ key, keySpan: { start, end: this.at } });
      this.skip(false);
      if (this.text[this.at] !== '.') return keys;
      this.at += 1;
    }
    throw new ReadFault(this.at, 'is nested too deep');
  }

  private key(): string {
    const mark = this.text[this.at];
    if (mark === '"' || mark === "'") return String(this.string(mark).value);
    return this.matched(BARE_KEY, 'a name is expected');
  }

  private value(depth: number): Located {
    if (depth > MAX_DEPTH) throw new ReadFault(this.at, 'is nested too deep');
    const start = this.at;
    const mark = this.text[start];
    if (mark === '"' || mark === "'") return this.string(mark);
    if (mark === '[') {
      const items: Located[] = [];
      this.parts(']', () => items.push(this.value(depth + 1)));
      return { kind: 'list', items, start, end: this.at };
    }
    if (mark === '{') {
      const map = openMap({ start, end: start }, INLINE);
      this.parts('}', () => this.assignment(map, depth + 1));
      return { ...map, end: this.at };
    }
    const written = this.matched(BARE_VALUE, 'a value is expected');
    const value = written === 'true' || (written === 'false' ? false : written);
    return { kind: 'scalar', value, start, end: this.at };
  }

  private parts(close: string, read: () => void): void {
    this.at += 1;
    for (;;) {
      this.skip(true);
      if (this.text[this.at] === close) break;
      read();
      this.skip(true);
      if (this.text[this.at] === close) break;
      this.expect(',');
    }
    this.at += 1;
  }

  private string(mark: string): LocatedScalar {
    const start = this.at;
    const fence = this.text.startsWith(mark.repeat(3), start) ? mark.repeat(3) : mark;
    const isRaw = mark === "'";
    let end = start + fence.length;
    while (!this.text.startsWith(fence, end)) {
      const isOver = end >= this.text.length || (fence.length === 1 && this.text[end] === '\n');
      if (isOver) throw new ReadFault(start, 'is a text without an end');
      end += !isRaw && this.text[end] === '\\' ? 2 : 1;
    }
    // Up to two more quotes belong to the text.
    while (fence.length === 3 && this.text[end + 3] === mark) end += 1;
    const inner = this.text.slice(start + fence.length, end);
    const written = fence.length === 3 ? inner.replace(/^\r?\n/, '') : inner;
    this.at = end + fence.length;
    return { kind: 'scalar', value: isRaw ? written : unescape(written), start, end: this.at };
  }

  private within(map: OpenMap, key: Omit<Member, 'value'>): OpenMap {
    const found = map.members.find((member) => member.key === key.key)?.value;
    const last = found?.kind === 'list' ? found.items.at(-1) : found;
    if (last?.kind === 'map') return last as OpenMap;
    if (found !== undefined) throw new ReadFault(key.keySpan.start, `${key.key} is no table`);
    if (map.members.length >= MAX_MEMBERS) throw new ReadFault(key.keySpan.start, 'is a table too many');
    const made = openMap(key.keySpan, TABLE);
    map.members.push({ ...key, value: made });
    return made;
  }

  private appended(map: OpenMap, key: Omit<Member, 'value'>): OpenMap {
    const made = openMap(key.keySpan, TABLE);
    const found = map.members.find((member) => member.key === key.key)?.value;
    if (found?.kind === 'list') (found.items as Located[]).push(made);
    else map.members.push({ ...key, value: { kind: 'list', items: [made], ...key.keySpan } });
    return made;
  }

  private matched(pattern: RegExp, message: string): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    if (found === '') throw new ReadFault(this.at, message);
    this.at += found.length;
    return found;
  }

  private expect(mark: string): void {
    if (!this.text.startsWith(mark, this.at)) throw new ReadFault(this.at, `${mark} is expected`);
    this.at += mark.length;
  }

  /** Blanks and comments, and line breaks where they may stand. */
  private skip(acrossLines: boolean): void {
    const blanks = acrossLines ? /(?:[ \t\r\n\uFEFF]+|#[^\n]*)*/y : /(?:[ \t]+|#[^\n]*)*/y;
    blanks.lastIndex = this.at;
    this.at += blanks.exec(this.text)?.[0].length ?? 0;
  }
}

function openMap({ start, end }: Span, form: MemberForm): OpenMap {
  return { kind: 'map', members: [], form, start, end };
}

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\s*\n\s*)|(.))/g,
    (whole: string, short?: string, long?: string, gap?: string, letter?: string) => {
      if (gap !== undefined) return '';
      if (letter !== undefined) return ESCAPES[letter] ?? whole;
      const code = Number.parseInt(short ?? long ?? '', 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
