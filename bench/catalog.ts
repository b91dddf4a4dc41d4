// What it costs to say of a thousand tools what they may do, beside parsing the list that they come in.

import { sheetsOf } from '../src/catalog/intake/sheet.ts';
import { readToolList } from '../src/catalog/tool-list.ts';
import type { Json } from '../src/kernel/json.ts';
import { toResult, type Bench } from './result.ts';

const TOOLS = 1_000;
const ROUNDS = 15;
const VERBS = ['get', 'list', 'create', 'update', 'delete', 'send', 'run', 'archive'];
const NOUNS = ['invoice', 'page', 'message', 'issue', 'user', 'deployment', 'file', 'order'];

export const catalog: Bench = {
  names: ['catalog-classify'],
  run: ({ progress }) => {
    const text = JSON.stringify({ tools: Array.from({ length: TOOLS }, (_, at) => toolAt(at)) });
    const [ours, other]: [number[], number[]] = [[], []];
    for (let round = -1; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      const list = JSON.parse(text) as Json;
      const parsedAt = performance.now();
      const sheets = sheetsOf(readToolList(list) ?? []);
      const endedAt = performance.now();
      if (sheets.length !== TOOLS) throw new Error('a tool has no sheet');
      if (round < 0) continue;
      ours.push(endedAt - parsedAt);
      other.push(parsedAt - startedAt);
    }
    progress(`${TOOLS} tools of ${text.length} characters, ${ROUNDS} rounds`);
    return Promise.resolve([toResult('catalog-classify', 'ms', ours, other)]);
  },
};

/** As long as definitions of real servers are. */
function toolAt(at: number): Json {
  const [verb, noun] = [VERBS[at % VERBS.length]!, NOUNS[(at >> 3) % NOUNS.length]!];
  const properties = Object.fromEntries(
    ['id', 'title', 'body', 'owner', 'channel', 'limit', 'cursor'].map((name) => [
      name,
      {
        type: 'string',
        description: `The ${name} of the ${noun}, as it is shown to those who work with it.`,
      },
    ]),
  );
  const description =
    `The tool is used to ${verb} a ${noun} of the workspace. Use it when somebody asks for it by name. ` +
    'It needs the rights of whoever is signed in, and answers with the fields that were asked for. '.repeat(
      4,
    );
  return {
    server: `s${at % 20}`,
    name: `${verb}_${noun}_${at}`,
    description,
    inputSchema: { type: 'object', properties },
  };
}
