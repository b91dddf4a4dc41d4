// What it costs to judge the drift of a thousand tools, beside finding out that nothing changed at all.

import { diffTools } from '../src/catalog/diff.ts';
import { judgeDrift } from '../src/catalog/drift/judge.ts';
import type { JsonObject } from '../src/kernel/json.ts';
import { toResult, type Bench } from './result.ts';

const TOOLS = 1_000;
const ROUNDS = 5;

/** Reports milliseconds per 1,000 changed tools; the other side is the plain comparison, field by field. */
export const drift: Bench = {
  names: ['drift-1000'],
  run: async () => {
    const names = Array.from({ length: TOOLS }, (_, at) => `update_ticket_${at}`);
    const [before, after] = ['a ticket', 'one ticket'].map((what) =>
      Object.fromEntries(names.map((name) => [name, definitionOf(what)])),
    ) as [{ [name: string]: JsonObject }, { [name: string]: JsonObject }];
    const judge = (): void => {
      for (const name of names) {
        const context = { name, server: 'desk', siblings: names.slice(0, 50), strangers: [] };
        const { verdict } = judgeDrift(before[name]!, after[name]!, context);
        if (verdict !== 'harmless') throw new Error(`a reworded tool was judged ${verdict}`);
      }
    };
    const compare = (): void => {
      if (diffTools(before, after).changed.length !== TOOLS) throw new Error('a change was missed');
    };
    const [ours, other]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(millisecondsOf(judge));
      other.push(millisecondsOf(compare));
    }
    return [toResult('drift-1000', 'ms', ours, other)];
  },
};

function definitionOf(what: string): JsonObject {
  return {
    description: `Updates ${what}: its title, its text and who works on it. Returns ${what} as it is then.`,
    inputSchema: {
      type: 'object',
      properties: {
        id: { type: 'string', description: `Which one, as in the address of ${what}.` },
        title: { type: 'string', description: 'A short line.' },
        body: { type: 'string', description: 'The text in Markdown.' },
        assignee: { type: 'string', description: 'Who works on it.' },
      },
      required: ['id'],
    },
  };
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
