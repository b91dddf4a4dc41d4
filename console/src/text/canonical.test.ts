import { expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';

it('writes a parsed record back as it was hashed, whatever the order it came in', () => {
  const text = '{"a":[1,null,{"b":true,"é":"\\n"}],"seq":1e+21,"€":"</script>","𝒳":-0.5,"":0}';
  const { a, seq, ...rest } = JSON.parse(text) as { a: unknown; seq: unknown };
  const members = Object.keys({ a, seq, ...rest }).toSorted();
  expect(Object.keys(JSON.parse(canonicalText({ ...rest, seq, a })) as object)).toEqual(members);
  expect(canonicalText(JSON.parse('{"b":1,"a":{"d":[],"c":"x"}}'))).toBe('{"a":{"c":"x","d":[]},"b":1}');
});
