// JSON as editors write it, with comments and commas before a closing bracket; every value keeps its place.

import { MAX_DEPTH, ReadFault, reading } from './located.ts';
import type { Located, LocatedScalar, Member, MemberForm, ReadText } from './located.ts';

const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads each character a bounded number of times. */
export function readJsonc(text: string): ReadText {
  return reading(() => {
    const reader = new JsoncReader(text);
    const root = reader.value(0);
    reader.skip();
    if (reader.at < text.length) throw new ReadFault(reader.at, 'there is more behind the end');
    return root;
  });
}

class JsoncReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Located {
    this.skip();
    if (depth > MAX_DEPTH) throw new ReadFault(this.at, 'is nested too deep');
    const first = this.text[this.at];
    if (first === '{') return this.map(depth);
    if (first === '[') {
      const start = this.at;
      const items = this.parts(']', () => this.value(depth + 1));
      return { kind: 'list', items, start, end: this.at };
    }
    return first === '"' ? this.string() : this.literal();
  }

  /** White space, comments and a byte order mark. */
  skip(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || (code >= 9 && code <= 13) || code === 0xfeff) this.at += 1;
      else if (text.startsWith('//', this.at)) this.at = endOf(text, '\n', this.at);
      else if (text.startsWith('/*', this.at)) this.at = endOf(text, '*/', this.at + 2);
      else return;
    }
  }

  private map(depth: number): Located {
    const start = this.at;
    const members = this.parts('}', () => this.member(depth));
    return { kind: 'map', members, form: formOf(this.text, start, members), start, end: this.at };
  }

  private member(depth: number): Member {
    if (this.text[this.at] !== '"') throw new ReadFault(this.at, 'a name in quotes is expected');
    const { value: key, ...keySpan } = this.string();
    this.skip();
    if (this.text[this.at] !== ':') throw new ReadFault(this.at, 'a colon is expected');
    this.at += 1;
    return { key: String(key), keySpan, value: this.value(depth + 1) };
  }

  private parts<Part>(close: string, read: () => Part): Part[] {
    const parts: Part[] = [];
    this.at += 1;
    for (;;) {
      this.skip();
      if (this.text[this.at] === close) break;
      parts.push(read());
      this.skip();
      if (this.text[this.at] === close) break;
      if (this.text[this.at] !== ',') throw new ReadFault(this.at, `a comma or ${close} is expected`);
      this.at += 1;
    }
    this.at += 1;
    return parts;
  }

  private string(): LocatedScalar {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    this.at = end + 1;
    try {
      const value = JSON.parse(this.text.slice(start, this.at)) as string;
      return { kind: 'scalar', value, start, end: this.at };
    } catch {
      throw new ReadFault(start, 'is no text of JSON');
    }
  }

  private literal(): LocatedScalar {
    const start = this.at;
    LITERAL.lastIndex = start;
    const [written = ''] = LITERAL.exec(this.text) ?? [];
    if (written === '')
      throw new ReadFault(start, start < this.text.length ? 'begins no JSON value' : 'ends early');
    this.at += written.length;
    const value = written === 'true' || (written === 'false' ? false : written);
    return { kind: 'scalar', value, start, end: this.at };
  }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

/** One more member stands as those before it do: on a line of its own, or beside them. */
function formOf(text: string, start: number, [first]: readonly Member[]): MemberForm {
  const before = first === undefined ? '' : text.slice(start + 1, first.keySpan.start);
  const between = /^\r?\n[ \t]*$/.test(before) ? `,${before}` : ', ';
  return { between, isQuoted: true, is: ': ' };
}
