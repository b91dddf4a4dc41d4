import { assert, json, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../kernel/json.ts';
import type { Located, ReadText } from './located.ts';
import { readJsonc } from './read-jsonc.ts';
import { readToml } from './read-toml.ts';
import { readYamlText } from './read-yaml.ts';

/** As JSON, where what is no text and no truth value is its text. */
function plain(node: Located): Json {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'scalar') return node.value;
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
}

function valueOf(read: ReadText): Json {
  if ('root' in read) return plain(read.root);
  throw new Error(`${read.offset}: ${read.message}`);
}

function asWritten(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(asWritten);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asWritten(member)]));
  }
  return typeof value === 'number' || value === null ? JSON.stringify(value) : value;
}

/** The texts of a file that its values stand in. */
function spansIn(text: string, node: Located): string[] {
  if (node.kind === 'scalar') return [text.slice(node.start, node.end)];
  const parts = node.kind === 'list' ? node.items : node.members.map(({ value }) => value);
  return parts.flatMap((part) => spansIn(text, part));
}

describe('JSON with comments', () => {
  it('reads all JSON', () => {
    assert(
      property(json({ maxDepth: 6 }), (text) => {
        const value = JSON.parse(text) as Json;
        expect(valueOf(readJsonc(text))).toEqual(asWritten(value));
        expect(valueOf(readJsonc(JSON.stringify(value, null, 2)))).toEqual(asWritten(value));
      }),
    );
  });

  it('reads comments, commas before a bracket and a byte order mark, and knows where values stand', () => {
    const text = '\ufeff{ // one\n  "a": [1, /* two */ "b\\n",],\n  "c": {"d": true,},\n}';
    expect(valueOf(readJsonc(text))).toEqual({ a: ['1', 'b\n'], c: { d: true } });
    const read = readJsonc(text);
    expect('root' in read && spansIn(text, read.root)).toEqual(['1', '"b\\n"', 'true']);
  });

  it.each([
    ['', 0],
    ['{"a" 1}', 5],
    ['{"a": 1} x', 9],
    ['["a', 1],
    ['[1 2]', 3],
    ['{a: 1}', 1],
    ['["\u0001"]', 1],
  ])('%j is refused, with the place', (text, offset) => {
    expect(readJsonc(text)).toMatchObject({ offset, message: expect.any(String) });
  });

  it('gives a fault for any other text, and for one that is nested without end', () => {
    assert(property(string(), (text) => void readJsonc(text)));
    expect(readJsonc('['.repeat(1_000_000))).toMatchObject({ message: 'is nested too deep' });
  });
});

describe('TOML', () => {
  it('reads tables, dotted names, texts of every kind, lists over lines and inline tables', () => {
    const text = `# settings
model = "a \\"b\\" \\u00e9" # ours
when = 2024-05-01 10:00:00Z
n = 1_000
[mcp_servers."my server"]
command = 'C:\\x'
args = [
  "-y", # yes
  'b',
]
env = { A = "1", "B C" = "2" }
[mcp_servers.two.env]
TEXT = """
one \\
   two "" """
[[list]]
a.b = true
[[list]]
`;
    expect(valueOf(readToml(text))).toEqual({
      model: 'a "b" é',
      when: '2024-05-01 10:00:00Z',
      n: '1_000',
      mcp_servers: {
        'my server': { command: 'C:\\x', args: ['-y', 'b'], env: { A: '1', 'B C': '2' } },
        two: { env: { TEXT: 'one two "" ' } },
      },
      list: [{ a: { b: true } }, {}],
    });
  });

  it.each([
    ['a = ', 4],
    ['a = "x\ny"', 4],
    ['[a', 2],
    ['a = 1 b = 2', 6],
    ['a = 1\n[a]', 7],
    ['= 1', 0],
    [`${'a.'.repeat(200)}b = 1`, 202],
  ])('%j is refused, with the place', (text, offset) => {
    expect(readToml(text)).toMatchObject({ offset, message: expect.any(String) });
  });

  it('gives a fault for any other text, and for one that is nested without end', () => {
    assert(property(string(), (text) => void readToml(text)));
    expect(readToml(`a = ${'['.repeat(1_000_000)}`)).toMatchObject({ message: 'is nested too deep' });
  });
});

describe('YAML', () => {
  it('reads blocks and flows, and knows where values stand', () => {
    const text = 'a:\n  - b\n  - "c"\nd: {e: true, f: }\ng:\n';
    expect(valueOf(readYamlText(text))).toEqual({ a: ['b', 'c'], d: { e: true, f: 'null' }, g: 'null' });
    const read = readYamlText(text);
    expect('root' in read && spansIn(text, read.root).slice(0, 3)).toEqual(['b', '"c"', 'true']);
  });

  it('refuses what is no YAML, aliases, and what is nested without end', () => {
    expect(readYamlText('a: [1')).toMatchObject({ offset: 5 });
    expect(readYamlText('a: &x 1\nb: *x')).toMatchObject({
      offset: 11,
      message: expect.stringMatching(/alias/),
    });
    expect(readYamlText(`${'['.repeat(150)}${']'.repeat(150)}`)).toMatchObject({
      message: 'is nested too deep',
    });
    expect(readYamlText('')).toMatchObject({ root: { kind: 'map' } });
  });
});
