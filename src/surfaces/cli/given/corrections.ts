// What a reviewer says of a proposal, and what is admitted by that: computed as the kernel does it, so that
// the sheet shows what a person says yes to.

import { correctedBy, keepTool, type KeptTool } from '../../../kernel/org/keeping.ts';
import type { AcceptedFinding, Drift, Review } from '../../../kernel/org/review.ts';
import { driftOf, leftOutOf } from '../../../kernel/org/saying.ts';
import type { Effect } from '../../../kernel/effect.ts';
import type { Corrected, ToolProfile } from '../../../kernel/state.ts';
import type { ConnectorDetail } from '../../http/contract/connector.ts';
import { effectSchema } from '../../http/contract/profile.ts';
import { CliError } from '../exit.ts';

export interface Sayings {
  readonly effects: { readonly [tool: string]: Effect[] };
  readonly profiles: { readonly [tool: string]: ToolProfile };
  /** Tools that are not admitted; absent: those that were left out before. */
  readonly without?: readonly string[];
  readonly accepted: readonly AcceptedFinding[];
}

export const NOTHING_SAID: Sayings = { effects: {}, profiles: {}, accepted: [] };

export interface Corrections extends Sayings {
  /** The tools as they will be admitted. */
  readonly kept: readonly KeptTool[];
  readonly corrected: Corrected;
  /** Tools of the proposal that will not be. */
  readonly left: readonly string[];
  readonly drift: Drift;
}

/** What the sayings make of the connector's proposal; without one, nothing is admitted. */
export function correctionsOf(
  { proposal, admitted, review }: ConnectorDetail,
  sayings: Sayings,
): Corrections {
  const said = { ...sayings, review: reviewOf(review) };
  const tools = proposal?.tools ?? [];
  const left = leftOutOf(tools, admitted, said);
  const kept = tools.filter(({ name }) => !left.includes(name)).map((tool) => keepTool(tool, admitted, said));
  const drift = driftOf(tools, admitted, said);
  return { ...sayings, kept, left, corrected: correctedBy(kept, admitted, said), drift };
}

function reviewOf(review: ConnectorDetail['review']): Review {
  if (review === null) return { of: null, against: null, isReachedAlike: false, tools: {} };
  const { of, against, isReachedAlike, tools } = review;
  const said = tools.map(
    ({ name, verdict, findings, unread }) => [name, { verdict, findings, unread }] as const,
  );
  return { of, against, isReachedAlike, tools: Object.fromEntries(said) };
}

/** Of `tool=read,write`. Throws `CliError`. */
export function readEffects(texts: readonly string[], detail: ConnectorDetail): Sayings['effects'] {
  return Object.fromEntries(
    texts.map((text): [string, Effect[]] => {
      const [tool, list] = readPair(text, '--effect', detail);
      const effects = list.split(',').map((effect) => effectSchema.safeParse(effect.trim()));
      if (effects.every((effect) => effect.success)) return [tool, effects.map((effect) => effect.data)];
      throw new CliError(`--effect takes effects of: ${effectSchema.options.join(', ')}`);
    }),
  );
}

/** Of `tool=rule`. Throws `CliError`. */
export function readAccepted(texts: readonly string[], detail: ConnectorDetail): AcceptedFinding[] {
  return texts.map((text) => {
    const [tool, rule] = readPair(text, '--accept', detail);
    const reviewed = detail.review?.tools.find(({ name }) => name === tool);
    const found = [...(reviewed?.findings ?? []), ...(reviewed?.unread ?? [])];
    if (found.includes(rule)) return { tool, rule };
    const help =
      found.length === 0 ? 'Nothing was found in it.' : `Found in it: ${[...new Set(found)].join(', ')}`;
    throw new CliError(`--accept ${text}: names no finding`, { help });
  });
}

/**
 * What is left out, where anything is said of it: what was left out before, without what is taken `back`.
 * Throws `CliError` for a name that is not proposed.
 */
export function readWithout(
  names: readonly string[],
  back: readonly string[],
  detail: ConnectorDetail,
): Pick<Sayings, 'without'> {
  for (const name of names) needProposed(name, `--without ${name}`, detail);
  for (const name of back) needProposed(name, `--with ${name}`, detail);
  if (names.length + back.length === 0) return {};
  const before = leftOutOf(detail.proposal?.tools ?? [], detail.admitted, {});
  return { without: [...new Set([...before, ...names])].filter((name) => !back.includes(name)) };
}

function readPair(text: string, flag: string, detail: ConnectorDetail): [tool: string, value: string] {
  const at = text.lastIndexOf('=');
  const [tool, value] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  needProposed(tool, `${flag} ${text}`, detail);
  return [tool, value];
}

function needProposed(tool: string, said: string, { proposal, id }: ConnectorDetail): void {
  if (proposal?.tools.some(({ name }) => name === tool)) return;
  throw new CliError(`${said}: names no proposed tool`, { help: `See: holdpoint connector show ${id}` });
}
