// What tools are taken for, beside what people who read them say: the dangerous mistakes are counted apart.

import { sheetsOf, type ToolSheet } from '../../src/catalog/intake/sheet.ts';
import { readToolList } from '../../src/catalog/tool-list.ts';
import { z } from 'zod';
import { jsonOf, readAs, type Asked, type Evaluation, type SetFile } from './evaluation.ts';
import { renderShare, shareOf, type Share } from './share.ts';

const labelled = z.object({
  name: z.string(),
  tools: z.array(
    z.object({
      truth: z
        .object({
          effect: z.string(),
          effects_all: z.array(z.string()),
          read_only: z.boolean(),
          egress: z.string(),
        })
        .nullish()
        .catch(null),
    }),
  ),
});

interface Judged {
  readonly sheet: ToolSheet;
  readonly truth: { effect: string; effects_all: string[]; read_only: boolean; egress: string };
}

interface ClassScore {
  readonly name: string;
  readonly precision: Share;
  readonly recall: Share;
}

interface CatalogScore {
  readonly name: string;
  readonly tools: number;
  readonly primary: Share;
  readonly primaryByEffect: readonly ClassScore[];
  /** `truth>said`, where they differ. */
  readonly confusion: { readonly [pair: string]: number };
  readonly allExact: Share;
  readonly allByEffect: readonly ClassScore[];
  readonly readOnly: ClassScore;
  readonly egress: Share;
  readonly byEgress: readonly ClassScore[];
  readonly dangerous: { readonly readOnlyWrong: Share; readonly externalMissed: Share };
}

/** Every set whose tools are labelled with all their effects; then all of them together. */
export const evaluateCatalog: Evaluation = (asked) => {
  const sets = asked.files.flatMap((file) => {
    const judged = judge(file);
    return judged === null ? [] : [judged];
  });
  if (sets.length === 0) throw new Error('no tool of these files is labelled with all its effects');
  const all = { name: 'all', judged: sets.flatMap(({ judged }) => judged) };
  for (const { name, judged } of [...sets, all]) print(scoreOf(name, judged), judged, asked, name !== 'all');
};

/** Tools are judged from a list that holds no labels; these are put beside afterwards. */
function judge(file: SetFile): { name: string; judged: Judged[] } | null {
  const { name, tools } = readAs(file, labelled);
  const sheets = sheetsOf(readToolList(jsonOf(file)) ?? []);
  const judged = sheets.flatMap((sheet, place) => {
    const truth = tools[place]?.truth;
    return truth === null || truth === undefined ? [] : [{ sheet, truth }];
  });
  return judged.length === 0 ? null : { name, judged };
}

function scoreOf(name: string, judged: readonly Judged[]): CatalogScore {
  const count = (fits: (one: Judged) => boolean): number => judged.filter(fits).length;
  const confusion: { [pair: string]: number } = {};
  for (const { sheet, truth } of judged.filter((one) => !isRight(one))) {
    const pair = `${truth.effect}>${sheet.effect}`;
    confusion[pair] = (confusion[pair] ?? 0) + 1;
  }
  const classes = (said: (sheet: ToolSheet) => readonly string[], is: (one: Judged) => readonly string[]) =>
    [...new Set(judged.flatMap((one) => [...is(one), ...said(one.sheet)]))].toSorted().map((each) =>
      classOf(
        each,
        judged,
        (one) => said(one.sheet).includes(each),
        (one) => is(one).includes(each),
      ),
    );
  return {
    name,
    tools: judged.length,
    primary: shareOf(count(isRight), judged.length),
    primaryByEffect: classes(
      ({ effect }) => [effect],
      ({ truth }) => [truth.effect],
    ),
    confusion,
    allExact: shareOf(count(isExact), judged.length),
    allByEffect: classes(
      ({ effectsAll }) => effectsAll,
      ({ truth }) => truth.effects_all,
    ),
    readOnly: classOf(
      'read-only',
      judged,
      ({ sheet }) => sheet.readOnly,
      ({ truth }) => truth.read_only,
    ),
    egress: shareOf(
      count(({ sheet, truth }) => sheet.egress === truth.egress),
      judged.length,
    ),
    byEgress: classes(
      ({ egress }) => [egress],
      ({ truth }) => [truth.egress],
    ),
    dangerous: {
      readOnlyWrong: shareOf(
        count(({ sheet, truth }) => sheet.readOnly && !truth.read_only),
        count(({ sheet }) => sheet.readOnly),
      ),
      externalMissed: shareOf(
        count(({ sheet, truth }) => truth.egress === 'external' && sheet.egress !== 'external'),
        count(({ truth }) => truth.egress === 'external'),
      ),
    },
  };
}

function classOf(
  name: string,
  judged: readonly Judged[],
  said: (one: Judged) => boolean,
  is: (one: Judged) => boolean,
): ClassScore {
  const both = judged.filter((one) => said(one) && is(one)).length;
  return {
    name,
    precision: shareOf(both, judged.filter(said).length),
    recall: shareOf(both, judged.filter(is).length),
  };
}

function isRight({ sheet, truth }: Judged): boolean {
  return sheet.effect === truth.effect;
}

function isExact({ sheet, truth }: Judged): boolean {
  return [...sheet.effectsAll].toSorted().join() === [...truth.effects_all].toSorted().join();
}

function print(score: CatalogScore, judged: readonly Judged[], asked: Asked, isSet: boolean): void {
  const differing = asked.disagreements && isSet ? judged.filter(differs).map(disagreementOf) : [];
  if (asked.json) {
    const data = asked.disagreements ? { ...score, disagreements: differing } : score;
    process.stdout.write(`${JSON.stringify(data)}\n`);
    return;
  }
  const { dangerous } = score;
  const lines = [
    `${score.name}: ${score.tools} tools`,
    `  primary effect    ${renderShare(score.primary)}`,
    ...score.primaryByEffect.map(renderClass),
    `  confusions        ${renderCounts(score.confusion)}`,
    `  all effects       ${renderShare(score.allExact)}`,
    ...score.allByEffect.map(renderClass),
    `  read-only`,
    renderClass(score.readOnly),
    `  egress            ${renderShare(score.egress)}`,
    ...score.byEgress.map(renderClass),
    `  dangerous: read-only claims that are wrong  ${renderShare(dangerous.readOnlyWrong)}`,
    `  dangerous: external egress that was missed  ${renderShare(dangerous.externalMissed)}`,
    ...differing.map(
      ({ server, tool, ...rest }) =>
        `  ${server}/${tool}: ${JSON.stringify(rest.said)} ${JSON.stringify(rest.truth)}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function differs(one: Judged): boolean {
  return !isRight(one) || !isExact(one) || one.sheet.egress !== one.truth.egress;
}

function disagreementOf({ sheet, truth }: Judged) {
  const { effect, effectsAll, egress } = sheet;
  return {
    server: sheet.server,
    tool: sheet.name,
    said: { effect, effectsAll, egress, because: sheet.evidence[0]?.because ?? null },
    truth: { effect: truth.effect, effectsAll: truth.effects_all, egress: truth.egress },
  };
}

function renderClass({ name, precision, recall }: ClassScore): string {
  return `    ${name.padEnd(12)} precision ${renderShare(precision)}, recall ${renderShare(recall)}`;
}

function renderCounts(counts: CatalogScore['confusion']): string {
  const listed = Object.entries(counts).map(([pair, count]) => `${pair} ${count}`);
  return listed.length === 0 ? 'none' : listed.join(', ');
}
