import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatSource } from './format-source.ts';
import { STARTER_POLICY } from './starter.ts';

function format(text: string): string {
  const formatted = formatSource({ name: 'a.cedar', text });
  return 'text' in formatted ? formatted.text : formatted.problems.map(({ message }) => message).join('\n');
}

test('policies are laid out alike, with their comments', () => {
  const text = `// head é
@id( "a" ) // why
permit(principal,action,resource) when{ // in
 true&&
   // between
 false
};// after
// end`;
  const formatted = format(text);
  expect(formatted).toContain('@id("a") // why\npermit (principal, action, resource)\n');
  for (const comment of ['// head é', '// in', '// between', '// after', '// end\n']) {
    expect(formatted).toContain(comment);
  }
  expect(format(formatted)).toBe(formatted);
});

test('what is laid out stays so', () => {
  expect(format(STARTER_POLICY.text)).toBe(STARTER_POLICY.text);
  expect(format('')).toBe('');
  expect(format('// nothing yet\n')).toBe('// nothing yet\n');
});

test('comments keep their paragraphs, and those behind a policy their line', () => {
  const policy = '@id("a")\npermit (principal, action, resource);';
  const other = policy.replace('"a"', '"b"');
  expect(format(`\n\n  // one\n\n\n // two\r\n${policy}// behind\n// above\n\n\n${other}`)).toBe(
    `// one\n\n// two\n${policy} // behind\n\n// above\n\n${other}\n`,
  );
  expect(format(`${policy} ${other}  \n // end\n\n`)).toBe(`${policy}\n\n${other}\n\n// end\n`);
});

test('a source whose comments would be lost stays as it is', () => {
  const list = '[Action::"kill", Action::"lift-kill", // and no other\n]';
  expect(format(`@id("a") permit (principal, action in ${list}, resource);`)).toMatch(/stays as it is/);
});

test('what does not parse stays as it is', () => {
  expect(format('@id("a") permit (principal, action);')).toMatch(/resource/);
  expect(format('@id("a") permit (principal, action, resource)')).toMatch(/unexpected end/);
});

test('what has no id yet is laid out all the same', () => {
  expect(format('permit(principal,action,resource);')).toBe('permit (principal, action, resource);\n');
});

const HEAD = 'permit (principal is Agent, action in [Action::"read", Action::"x ( y"], resource)';
const BROKEN = `@id("a")
permit (
  principal is Agent,
  action in [Action::"read", Action::"x ( y"],
  resource
);
`;

test('a head on one line stays there, and one that was broken stays broken', () => {
  const condition = '\nwhen { context.chain.calls < 5 };\n';
  expect(format(`@permit("a") @id("a")\n${HEAD.replaceAll(', ', ',')}${condition}`)).toBe(
    `@permit("a")\n@id("a")\n${HEAD}${condition}`,
  );
  expect(format(`@id("a") ${HEAD};`)).toBe(`@id("a")\n${HEAD};\n`);
  expect(format(BROKEN)).toBe(BROKEN);
});

test.each([
  [109, true],
  [110, false],
])('a head of %i columns and what follows it stays on a line: %s', (columns, stays) => {
  const name = 'g'.repeat(columns - HEAD.length - ' in Group::""'.length);
  const head = HEAD.replace('Agent', `Agent in Group::"${name}"`);
  expect(head).toHaveLength(columns);
  expect(format(`${head};`).split('\n').length === 2).toBe(stays);
});

test('a clause that needs several lines opens its brace on the line of its keyword', () => {
  const long = Array.from({ length: 5 }, (_, n) => `context.purpose == "${'x'.repeat(20)}${n}"`);
  const clause = `unless {\n  ${long.join(' &&\n  ')}\n};\n`;
  expect(format(`permit (principal, action, resource)\n${clause}`)).toContain(`\n${clause}`);
});

test('policies that stand side by side do not change places, however many they are', () => {
  const policies = Array.from({ length: 35 }, (_, n) => `@id("p${n}")\n${HEAD}; // comment ${n}\n`);
  expect(format(policies.join(''))).toBe(policies.join('\n'));
  expect(format(`${policies.join('')} permit (principal`)).toMatch(/unexpected end/);
});

const ROOT = new URL('../../../', import.meta.url);

test('the packs and the pages show policies as they are laid out', () => {
  const packs = readdirSync(new URL('packs/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.cedar'))
    .map((name) => readFileSync(new URL(`packs/${name}`, ROOT), 'utf8'));
  expect(packs.length).toBeGreaterThan(5);
  for (const text of packs) expect(format(text)).toBe(text);
  const pages = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md'));
  const blocks = pages.flatMap((name) => {
    const text = readFileSync(new URL(`docs/${name}`, ROOT), 'utf8');
    return [...text.matchAll(/^```cedar\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
  });
  const heads = blocks.flatMap((text) => text.match(/^(?:permit|forbid) \(.*\)(?=;?$)/gm) ?? []);
  expect(heads.length).toBeGreaterThan(30);
  const formatted = blocks.map(format).join('\n');
  for (const head of heads) expect(formatted).toContain(head);
});
