// `holdpoint connector admit`: a person reads the sheet, says what is otherwise, and says yes to that.

import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import type { Problem } from '../../../document/document.ts';
import { isLight } from '../../../kernel/org/review.ts';
import { saysAnything } from '../../../kernel/org/saying.ts';
import { answerSchema } from '../../http/contract.ts';
import { connectorDetail, connectorProposed, type ConnectorDetail } from '../../http/contract/connector.ts';
import { problemLine, type Client } from '../client.ts';
import { isReached } from '../connector-state.ts';
import { readManifest, type Manifest } from '../connector-manifest.ts';
import { confirm } from '../confirm.ts';
import type { Context, Run } from '../context.ts';
import {
  correctionsOf,
  NOTHING_SAID,
  readAccepted,
  readEffects,
  readWithout,
  type Corrections,
  type Sayings,
} from '../given/corrections.ts';
import { CliError, EXIT } from '../exit.ts';
import { readGivenText } from '../given/file.ts';
import { noteLeftOut } from '../render/left-out.ts';
import { waiting } from '../render/progress.ts';
import { renderReview } from '../render/review-sheet.ts';

interface AdmitFlags {
  readonly effect: readonly string[];
  readonly without: readonly string[];
  readonly with: readonly string[];
  readonly accept: readonly string[];
  readonly manifest?: string;
  readonly harmless?: true;
  readonly yes?: true;
}

/** Of a flag that may be given several times. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Adds `admit` to `holdpoint connector`. */
export function addConnectorAdmit(connector: Command, run: Run): void {
  connector
    .command('admit')
    .description('Shows what was proposed beside what was admitted, and admits it when you say yes.')
    .argument('<name>', 'of the connector')
    .option('--effect <tool=effects>', 'correct a tool, such as send_mail=send,write', collect, [])
    .option('--manifest <file>', 'admit what the file says, and only if it means this very proposal')
    .option('--without <tool>', 'leave a tool out, from now on', collect, [])
    .option('--with <tool>', 'take in a tool that was left out before', collect, [])
    .option('--accept <tool=rule>', 'take on a finding of the scan that you have read', collect, [])
    .option('--harmless', 'only if every change since the admission is harmless; nothing is corrected')
    .option('--yes', 'you have reviewed it already')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector admit files --effect read_file=read' +
        '\n  holdpoint connector admit files --harmless' +
        '\n  holdpoint connector admit files --manifest files.yaml',
    )
    .action((name: string, flags: AdmitFlags) => run((context) => admit(context, name, flags)));
}

/** Throws `CliError`: no such connector. */
export async function loadConnector(context: Context, name: string): Promise<ConnectorDetail> {
  return (await context.reader()).get(`/connectors/${encodeURIComponent(name)}`, connectorDetail);
}

async function admit(context: Context, name: string, flags: AdmitFlags): Promise<void> {
  const operator = await context.operator();
  const detail = await loadProposed(context, operator, name);
  const corrections = correctionsOf(detail, await readSayings(context, flags, detail));
  context.note(renderReview(detail, corrections, context));
  if (flags.harmless === true) needHarmless(name, corrections);
  if (flags.yes !== true) {
    const help = 'Review it, then add --yes';
    await confirm(context, '\nAdmit it like this?', 'nothing was admitted', help);
  }
  const proposal = detail.proposal!.digest;
  const path = `/connectors/${encodeURIComponent(name)}/admit`;
  const answer = await operator.post(path, bodyOf(proposal, corrections, flags), answerSchema);
  context.print({ connector: name, proposal, ...answer }, `${name} is admitted (${answer.receipt.record})`);
}

/** One that was admitted and is not proposed is asked anew. Throws `CliError`. */
async function loadProposed(context: Context, operator: Client, name: string): Promise<ConnectorDetail> {
  const detail = await loadConnector(context, name);
  if (isReached(detail.proposal)) return detail;
  if (detail.admitted !== null) return proposeAgain(context, operator, name);
  throw new CliError(`${name} was not reached: nothing of it is known`, {
    help: `Propose it again, with its command or its URL: holdpoint connector add ${name}`,
  });
}

/** Throws `CliError`. */
export async function proposeAgain(
  context: Context,
  operator: Client,
  name: string,
): Promise<ConnectorDetail> {
  const path = `/connectors/${encodeURIComponent(name)}/refresh`;
  const asked = operator.post(path, {}, connectorProposed);
  noteLeftOut(context, (await waiting(context, `asking ${name} what it offers`, asked)).leftOut);
  return loadConnector(context, name);
}

function bodyOf(proposal: string, corrections: Corrections, flags: AdmitFlags) {
  const { effects, profiles, without, accepted } = corrections;
  const light = flags.harmless === true ? { light: true } : {};
  const left = without === undefined ? {} : { without };
  return { proposal, effects, profiles, accepted, ...left, ...light };
}

function needHarmless(name: string, corrections: Corrections): void {
  const help = `Review the whole sheet, then: holdpoint connector admit ${name}`;
  const refuse = (why: string): CliError =>
    new CliError(`${why}: nothing was admitted`, { exit: EXIT.denied, help });
  if (saysAnything(corrections)) throw refuse('what you say of it is for a full review');
  if (!isLight(corrections.drift)) throw refuse('not every change is harmless');
}

async function readSayings(context: Context, flags: AdmitFlags, detail: ConnectorDetail): Promise<Sayings> {
  const said = {
    effects: readEffects(flags.effect, detail),
    profiles: {},
    ...readWithout(flags.without, flags.with, detail),
    accepted: readAccepted(flags.accept, detail),
  };
  if (flags.manifest === undefined) return said;
  const text = await readGivenText(context, flags.manifest);
  const read = readManifest(text, flags.manifest, detail);
  if ('problems' in read) {
    throw new CliError(`${flags.manifest} does not hold`, {
      exit: EXIT.invalid,
      lines: read.problems.map(lineOf),
      json: { problems: read.problems },
    });
  }
  return meantBy(read.value, said, detail);
}

function lineOf({ file, path, message, ...problem }: Problem): string {
  const where = path === '' ? '' : `${path}: `;
  return problemLine({ ...problem, severity: 'error', source: file, message: where + message });
}

/** What the file says otherwise than would be admitted, or says that a person said; flags go before it. */
function meantBy({ tools, corrected }: Manifest, said: Sayings, detail: ConnectorDetail): Sayings {
  const left = (detail.proposal?.tools ?? [])
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(tools, name) || said.without?.includes(name));
  const listed = { ...NOTHING_SAID, without: left };
  const unsaid = correctionsOf(detail, NOTHING_SAID);
  const { kept, corrected: marked } = correctionsOf(detail, listed);
  const effects = kept.flatMap(({ name, effects: now }) => {
    const meant = tools[name]!.effects;
    const isSame = meant.length === now.length && meant.every((effect) => now.includes(effect));
    const isMarked = marked.effects.includes(name) || !corrected.effects.includes(name);
    return isSame && isMarked ? [] : [[name, meant] as const];
  });
  const profiles = kept.flatMap(({ name, profile: now }) => {
    const meant = tools[name]!.profile;
    const isMarked = marked.profiles.includes(name) || !corrected.profiles.includes(name);
    return isDeepStrictEqual(meant, { ...now }) && isMarked ? [] : [[name, meant] as const];
  });
  return {
    ...said,
    effects: { ...Object.fromEntries(effects), ...said.effects },
    profiles: Object.fromEntries(profiles),
    ...(isDeepStrictEqual(left, unsaid.left) ? {} : { without: left }),
  };
}
