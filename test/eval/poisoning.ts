// What the scan and the judgement of drift say of definitions, beside what people who read them say: an
// attack that passes, and honest work that is stopped, are counted apart.

import { z } from 'zod';
import { judgePairs, readPairs, type JudgedPair } from '../../src/catalog/drift/pairs.ts';
import { neighbourhoodOf, scanAmong } from '../../src/catalog/poison/scan.ts';
import { readToolList } from '../../src/catalog/tool-list.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import { jsonOf, readAs, type Asked, type Evaluation, type SetFile } from './evaluation.ts';
import { renderShare, shareOf, type Share } from './share.ts';

const labelled = z.object({
  name: z.string(),
  tools: z.array(
    z.object({ vulnerable_server: z.unknown().optional(), malicious_server: z.unknown().optional() }),
  ),
  definition_pairs: z.array(z.object({ label: z.string(), family: z.string().nullish() })).default([]),
  cases: z
    .array(
      z.object({
        attack_family: z.string().nullish(),
        poisoned_tools: z
          .array(z.looseObject({ server: z.string(), name: z.string(), change: z.string().nullish() }))
          .nullish(),
      }),
    )
    .default([]),
});

/** Attacks that leave the definition as it is: only what the tool does shows them. */
const BEYOND_DEFINITIONS = /^(?:return_value|implementation)_/;

interface PoisoningScore {
  readonly name: string;
  readonly pairs: {
    readonly poisonedBlocked: Share;
    readonly benignHarmless: Share;
    readonly benignReviewed: Share;
    readonly benignBlocked: Share;
  };
  readonly pairsByFamily: { readonly [family: string]: Share };
  readonly tools: Share;
  readonly toolsByFamily: { readonly [family: string]: Share };
  readonly cleanFlagged: Share;
}

/** Of a missed or wrongly stopped definition. */
interface Disagreement {
  readonly tool: string;
  readonly label: string;
  readonly said: string;
}

/** Every set; clean tools are all that no label calls hostile. */
export const evaluatePoisoning: Evaluation = (asked) => {
  for (const file of asked.files) {
    const { score, disagreements } = judge(file);
    print(score, disagreements, asked);
  }
};

function judge(file: SetFile): { score: PoisoningScore; disagreements: Disagreement[] } {
  const { name, tools, definition_pairs: labels, cases } = readAs(file, labelled);
  const set = jsonOf(file);
  const judged = judgePairs(readPairs(set) ?? []);
  const isPoisoned = (_: JudgedPair, at: number): boolean => labels[at]?.label === 'poisoned';
  const poisoned = judged.filter(isPoisoned);
  const benign = judged.filter((one, at) => !isPoisoned(one, at));
  const families = labels.filter(({ label }) => label === 'poisoned').map(({ family }) => family ?? 'other');
  const listed = readToolList(set) ?? [];
  const around = (server: string) => ({
    siblings: listed.filter((tool) => tool.server === server).map((tool) => tool.name),
    strangers: [],
  });
  const isFlagged = (tool: { server: string; name: string }, definition: JsonObject): boolean =>
    scanAmong(tool.name, definition, neighbourhoodOf(around(tool.server))).some(
      ({ severity }) => severity === 'error',
    );
  const hostile = cases.flatMap(({ attack_family: family, poisoned_tools: list }) =>
    (list ?? [])
      .filter(({ change }) => !BEYOND_DEFINITIONS.test(change ?? ''))
      .map((tool) => ({ ...tool, family: family ?? 'other', caught: isFlagged(tool, definitionOf(tool)) })),
  );
  const clean = listed
    .filter(
      (_, at) => tools[at]?.vulnerable_server === undefined && tools[at]?.malicious_server === undefined,
    )
    .map((tool) => ({ ...tool, caught: isFlagged(tool, tool.definition) }));
  const count = (list: readonly JudgedPair[], verdict: string): Share =>
    shareOf(list.filter((one) => one.verdict === verdict).length, list.length);
  const score = {
    name,
    pairs: {
      poisonedBlocked: count(poisoned, 'block'),
      benignHarmless: count(benign, 'harmless'),
      benignReviewed: count(benign, 'review'),
      benignBlocked: count(benign, 'block'),
    },
    pairsByFamily: byFamily(
      poisoned.map(({ verdict }, at) => ({ family: families[at]!, caught: verdict === 'block' })),
    ),
    tools: shareOf(hostile.filter(({ caught }) => caught).length, hostile.length),
    toolsByFamily: byFamily(hostile),
    cleanFlagged: shareOf(clean.filter(({ caught }) => caught).length, clean.length),
  };
  const disagreements = [
    ...poisoned.filter(({ verdict }) => verdict !== 'block').map((one) => pairOf(one, 'poisoned')),
    ...benign.filter(({ verdict }) => verdict !== 'harmless').map((one) => pairOf(one, 'benign')),
    ...hostile
      .filter(({ caught }) => !caught)
      .map(({ server, name: tool, family }) => ({ tool: `${server}/${tool}`, label: family, said: 'clean' })),
    ...clean
      .filter(({ caught }) => caught)
      .map(({ server, name: tool }) => ({ tool: `${server}/${tool}`, label: 'clean', said: 'error' })),
  ];
  return { score, disagreements };
}

function definitionOf(tool: { readonly [key: string]: unknown }): JsonObject {
  const { description, inputSchema } = tool as { readonly [key: string]: Json | undefined };
  return { description: description ?? '', inputSchema: inputSchema ?? {} };
}

function pairOf({ server, name, verdict }: JudgedPair, label: string): Disagreement {
  return { tool: `${server}/${name}`, label, said: verdict };
}

function byFamily(list: readonly { family: string; caught: boolean }[]): { [family: string]: Share } {
  const families = [...new Set(list.map(({ family }) => family))].toSorted();
  return Object.fromEntries(
    families.map((family) => {
      const members = list.filter((one) => one.family === family);
      return [family, shareOf(members.filter(({ caught }) => caught).length, members.length)];
    }),
  );
}

function print(score: PoisoningScore, disagreements: readonly Disagreement[], asked: Asked): void {
  const listed = asked.disagreements ? disagreements : [];
  if (asked.json) {
    process.stdout.write(`${JSON.stringify(asked.disagreements ? { ...score, disagreements } : score)}\n`);
    return;
  }
  const { pairs, pairsByFamily, tools, toolsByFamily, cleanFlagged } = score;
  // Of what a set does not have nothing is said.
  const line = (words: string, share: Share): string[] =>
    share.of === 0 ? [] : [`  ${words.padEnd(31)} ${renderShare(share)}`];
  const families = (shares: { readonly [family: string]: Share }): string[] =>
    Object.entries(shares).map(([family, share]) => `    ${family.padEnd(46)} ${renderShare(share)}`);
  const lines = [
    `${score.name}:`,
    ...line('poisoned changes blocked', pairs.poisonedBlocked),
    ...families(pairsByFamily),
    ...line('benign updates harmless', pairs.benignHarmless),
    ...line('benign updates to review', pairs.benignReviewed),
    ...line('benign updates blocked', pairs.benignBlocked),
    ...line('poisoned definitions flagged', tools),
    ...families(toolsByFamily),
    ...line('clean definitions flagged', cleanFlagged),
    ...listed.map(({ tool, label, said }) => `  ${tool}: ${label}, said ${said}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
