// An expression's text is read into the same JSON that Cedar's parser makes of it, with where each node
// stands. The parser has the last word: what it made and we did not has no place (see locate.ts).

import { patternOf, textOf } from './literal.ts';
import { Unread } from './token.ts';
import type { Span, Tokens } from './token.ts';

/** An expression as read. `outer` takes in the brackets around it. */
export interface Part {
  readonly node: object;
  readonly outer: Span;
}

const RELATIONS = ['==', '!=', '<', '<=', '>', '>=', 'in'];
const BINARY_METHODS = ['contains', 'containsAll', 'containsAny', 'getTag', 'hasTag'];
const OPENINGS = ['.', '[', '('];

export class ExpressionReader {
  /** Where each node stands, without brackets around it. */
  readonly spans = new Map<object, Span>();
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** Takes one expression off the tokens. Throws Unread. */
  read(): Part {
    if (this.#tokens.peek() !== 'if') return this.#readOr();
    const branches = ['if', 'then', 'else'].map((word) => {
      const { start } = this.#tokens.take(word);
      return { word, start, part: this.read() };
    });
    const operands = Object.fromEntries(branches.map(({ word, part }) => [word, part.node]));
    return this.#part(branches[0]!.start, branches[2]!.part.outer.end, { 'if-then-else': operands });
  }

  #part(start: number, end: number, node: object): Part {
    const span = { start, end };
    this.spans.set(node, span);
    return { node, outer: span };
  }

  #readOr(): Part {
    return this.#readChain(['||'], () => this.#readAnd());
  }

  #readAnd(): Part {
    return this.#readChain(['&&'], () => this.#readRelation());
  }

  #readSum(): Part {
    return this.#readChain(['+', '-'], () => this.#readChain(['*'], () => this.#readUnary()));
  }

  #readChain(operators: readonly string[], readOperand: () => Part): Part {
    let left = readOperand();
    while (operators.includes(this.#tokens.peek())) {
      left = this.#binary(this.#tokens.take().text, left, readOperand());
    }
    return left;
  }

  #binary(operator: string, left: Part, right: Part): Part {
    const operands = { left: left.node, right: right.node };
    return this.#part(left.outer.start, right.outer.end, { [operator]: operands });
  }

  #readRelation(): Part {
    const left = this.#readSum();
    const operator = this.#tokens.peek();
    if (RELATIONS.includes(operator)) {
      this.#tokens.take();
      return this.#binary(operator, left, this.#readSum());
    }
    if (operator === 'has') return this.#readHas(left);
    if (operator === 'like') return this.#readLike(left);
    return operator === 'is' ? this.#readIs(left) : left;
  }

  #readHas(left: Part): Part {
    const tokens = this.#tokens;
    tokens.take('has');
    let last = tokens.take();
    const path = [nameOf(last.text)];
    while (tokens.takeIf('.')) {
      last = tokens.take();
      path.push(last.text);
    }
    const operands = { left: left.node, attr: path.length === 1 ? path[0] : path };
    return this.#part(left.outer.start, last.end, { has: operands });
  }

  #readLike(left: Part): Part {
    this.#tokens.take('like');
    const { text, end } = this.#tokens.take();
    const operands = { left: left.node, pattern: patternOf(text) };
    return this.#part(left.outer.start, end, { like: operands });
  }

  #readIs(left: Part): Part {
    this.#tokens.take('is');
    let last = this.#tokens.take();
    let type = last.text;
    while (this.#tokens.takeIf('::')) {
      last = this.#tokens.take();
      type += `::${last.text}`;
    }
    const operands = { left: left.node, entity_type: type };
    if (!this.#tokens.takeIf('in')) return this.#part(left.outer.start, last.end, { is: operands });
    const target = this.#readSum();
    return this.#part(left.outer.start, target.outer.end, { is: { ...operands, in: target.node } });
  }

  #readUnary(): Part {
    const tokens = this.#tokens;
    const operator = tokens.peek();
    if (operator !== '!' && operator !== '-') return this.#readMember();
    const { start } = tokens.take();
    // The last minus before a bare number is the number's own.
    if (operator === '-' && isDigits(tokens.peek()) && !OPENINGS.includes(tokens.peek(1))) {
      const { text, end } = tokens.take();
      return this.#part(start, end, { Value: -Number(text) });
    }
    const arg = this.#readUnary();
    const operands = { arg: arg.node };
    return this.#part(start, arg.outer.end, operator === '!' ? { '!': operands } : { neg: operands });
  }

  #readMember(): Part {
    const tokens = this.#tokens;
    let value = this.#readPrimary();
    for (;;) {
      if (tokens.takeIf('[')) {
        const attr = textOf(tokens.take().text);
        value = this.#part(value.outer.start, tokens.take(']').end, { '.': { left: value.node, attr } });
      } else if (tokens.takeIf('.')) {
        value = this.#readAccess(value);
      } else return value;
    }
  }

  #readAccess(value: Part): Part {
    const name = this.#tokens.take();
    const { start } = value.outer;
    if (!this.#tokens.takeIf('(')) {
      return this.#part(start, name.end, { '.': { left: value.node, attr: name.text } });
    }
    const { nodes, end } = this.#readList(')');
    const [right] = nodes;
    if (name.text === 'isEmpty') return this.#part(start, end, { isEmpty: { arg: value.node } });
    if (BINARY_METHODS.includes(name.text)) {
      return this.#part(start, end, { [name.text]: { left: value.node, right } });
    }
    return this.#part(start, end, { [name.text]: [value.node, ...nodes] });
  }

  /** Reads expressions up to the closing bracket, and that. */
  #readList(close: string): { nodes: object[]; end: number } {
    const nodes: object[] = [];
    while (this.#tokens.peek() !== close) {
      nodes.push(this.read().node);
      if (!this.#tokens.takeIf(',')) break;
    }
    return { nodes, end: this.#tokens.take(close).end };
  }

  #readPrimary(): Part {
    const { text, start, end } = this.#tokens.take();
    if (text === '(') {
      const inner = this.read();
      return { node: inner.node, outer: { start, end: this.#tokens.take(')').end } };
    }
    if (text === '[') {
      const list = this.#readList(']');
      return this.#part(start, list.end, { Set: list.nodes });
    }
    if (text === '{') return this.#readRecord(start);
    if (text.startsWith('"')) return this.#part(start, end, { Value: textOf(text) });
    if (text === 'true' || text === 'false') return this.#part(start, end, { Value: text === 'true' });
    if (isDigits(text)) return this.#part(start, end, { Value: Number(text) });
    return this.#readName(text, { start, end });
  }

  #readRecord(start: number): Part {
    const tokens = this.#tokens;
    const entries: [string, object][] = [];
    while (tokens.peek() !== '}') {
      const name = nameOf(tokens.take().text);
      tokens.take(':');
      entries.push([name, this.read().node]);
      if (!tokens.takeIf(',')) break;
    }
    return this.#part(start, tokens.take('}').end, { Record: Object.fromEntries(entries) });
  }

  /** A variable, an entity (`Type::"id"`) or a call of an extension function. */
  #readName(first: string, { start, end }: Span): Part {
    if (!/^\w+$/.test(first)) throw new Unread();
    let name = first;
    while (this.#tokens.takeIf('::')) {
      const next = this.#tokens.take();
      if (next.text.startsWith('"')) {
        return this.#part(start, next.end, { Value: { __entity: { type: name, id: textOf(next.text) } } });
      }
      name += `::${next.text}`;
    }
    if (!this.#tokens.takeIf('(')) return this.#part(start, end, { Var: name });
    const { nodes, end: close } = this.#readList(')');
    return this.#part(start, close, { [name]: nodes });
  }
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

/** An attribute's name, plain or quoted. */
function nameOf(token: string): string {
  return token.startsWith('"') ? textOf(token) : token;
}
