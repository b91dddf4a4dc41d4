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
  expect(format('permit (principal, action, resource);')).toBe('the policy has no id');
});
