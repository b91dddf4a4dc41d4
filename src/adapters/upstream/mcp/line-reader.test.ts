import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineReader } from './line-reader.ts';

it('gives the same lines however the bytes are cut into chunks, and never more than the bound', () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\r'), maxLength: 12 }));
  fc.assert(
    fc.property(lines, fc.array(fc.nat({ max: 40 })), (written, cuts) => {
      const bytes = Buffer.from(written.map((line) => `${line}\n`).join(''));
      const given: [string, boolean][] = [];
      const read = createLineReader(8, (line, cut) => given.push([line, cut]));
      const edges = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].toSorted(
        (a, b) => a - b,
      );
      edges.forEach((edge, index) => read(bytes.subarray(edge, edges[index + 1])));
      expect(given).toEqual(
        written.map((line) => {
          const all = Buffer.from(line);
          return [all.subarray(0, 8).toString(), all.length > 8];
        }),
      );
    }),
  );
});
