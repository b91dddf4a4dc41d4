import { expect, it } from 'vitest';
import { cedarTokens } from './cedar.ts';

const TEXT = `@id("a") // permit nothing "here"
forbid (principal is Agent, action in [Action::"send"], resource)
when { context.input.to like "*\\"//x*" && isforbidden > 12 };`;

const of = (kind: string): string[] =>
  cedarTokens(TEXT)
    .filter((token) => token.kind === kind)
    .map(({ text }) => text);

it('tells words apart, and takes none in a comment or a string for more than that', () => {
  expect(of('comment')).toEqual(['// permit nothing "here"']);
  expect(of('string')).toEqual(['"a"', '"send"', '"*\\"//x*"']);
  expect(of('annotation')).toEqual(['@id']);
  expect(of('type')).toEqual(['Action::']);
  expect(of('number')).toEqual(['12']);
  expect(of('keyword')).toEqual('forbid principal is action in resource when context like'.split(' '));
});

it.each([TEXT, '', '"not ended\npermit', '@@id \u202e permit', 'a'.repeat(10_000)])(
  'leaves no character out',
  (text) => {
    expect(
      cedarTokens(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  },
);
