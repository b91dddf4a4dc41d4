// What a tool may do is never guessed too small: every claim of an effect counts, and none takes one away.

import type { JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import { objectOf, textOf } from '../member.ts';
import { MAX_NAME, wordsOf } from '../words.ts';
import { argumentClaims } from './arguments.ts';
import { claimsOf, isRead } from './claim.ts';
import type { Claim } from './claim.ts';
import { confidenceOf } from './confidence.ts';
import { dispatcherSigns } from './dispatcher.ts';
import { effectsOf } from './effects.ts';
import { egressOf } from './egress.ts';
import type { Egress } from './egress.ts';
import { readFields } from './fields.ts';
import type { Field } from './fields.ts';
import { hintClaims } from './hints.ts';
import { nominalClaims } from './nominal.ts';
import { namePhrases } from './phrase.ts';
import type { Phrase } from './phrase.ts';
import { primaryOf } from './primary.ts';
import type { Openings, Primary } from './primary.ts';
import { programSigns } from './program.ts';
import { laterClaims, listedClaims, lossClaims, managedClaims } from './said.ts';
import { reversibilityOf } from './reversibility.ts';
import type { Reversibility } from './reversibility.ts';
import { readSelector } from './selector.ts';
import type { Selector } from './selector.ts';
import { sentencePhrase, sentencesOf } from './sentence.ts';
import { switchClaims } from './switch.ts';
import { ALONE } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';
import { isIdempotent, NOTHING_TOLD, toldBeside } from './told.ts';
import type { Told } from './told.ts';

export interface Classification {
  /** The main effect. */
  readonly effect: Effect;
  /** All that it may do, the main effect first. */
  readonly effects: readonly Effect[];
  readonly readOnly: boolean;
  /** Doing it again changes nothing more. */
  readonly idempotent: boolean;
  readonly egress: Egress;
  readonly reversibility: Reversibility;
  /** 0 (nothing is known) to 1. */
  readonly confidence: number;
  readonly fields: readonly Field[];
  /** Why, the reasons for the main effect first. */
  readonly claims: readonly Claim[];
}

/** So much of a description is read, in UTF-16 units: what follows could say anything. */
const MAX_DESCRIPTION = 20_000;

interface Said extends Openings {
  readonly sentences: readonly string[];
}

/**
 * By general words and structure only. What its vendor hints can make a tool more dangerous and never less.
 * Without any sign the effect is `unknown`.
 *
 * @param definition as the upstream gave it
 * @param told by the protocol that the tool is an operation of
 */
export function classifyTool(
  name: string,
  definition: JsonObject,
  surroundings: Surroundings = ALONE,
  told: Told = NOTHING_TOLD,
): Classification {
  const whole = textOf(definition['description']);
  const description = whole.slice(0, MAX_DESCRIPTION);
  const { fields, isCut } = readFields(definition['inputSchema']);
  const said = readDescription(description);
  const named = namePhrases(name, surroundings, said.first);
  const chosen = readSelector(fields, surroundings);
  const primary = primaryOf(named, said, fields);
  const required = objectOf(definition['inputSchema'])['required'];
  const isBare = !Array.isArray(required) || required.length === 0;
  const nominal = chosen === null ? nominalClaims(name, fields, description, said.first, isBare) : [];
  const claims = [
    ...dispatcherSigns(name, fields, definition['inputSchema']),
    ...(nominal.length > 0 ? nominal : mainClaims(primary, chosen, named, said)),
  ];
  const contrary = nominal.length > 0 ? [] : contradiction(claims, named[0], said.first);
  // `predict` that "runs a model" still mainly looks.
  if (said.first?.verb.kind === 'run') claims.push(...contrary);
  else claims.unshift(...contrary);
  claims.push(...toldBeside(claims, told));
  if (chosen?.isOperation !== true || !chosen.isPlain) {
    claims.push(...laterClaims(said.sentences, claims.length > 0 && claims.every(isRead)));
  }
  if (!claims.every(isRead)) claims.push(...lossClaims(said.sentences));
  const programs = programSigns(name, fields, description);
  if (claims[0] === undefined || isRead(claims[0])) claims.unshift(...programs);
  else claims.push(...programs);
  claims.push(
    ...hintClaims(objectOf(definition['annotations']), claims),
    ...argumentClaims(claims[0], fields, description, primary?.phrase.verb.sure === true),
  );
  if (whole.length > MAX_DESCRIPTION || name.length > MAX_NAME || isCut)
    claims.push({ effect: 'unknown', because: 'there is more of it than was read' });
  if (claims.length === 0) claims.push(...switchClaims(name, definition['inputSchema']));
  if (claims.length === 0) claims.push({ effect: 'unknown', because: 'nothing says what it does' });
  const effects = [...new Set(claims.map(({ effect }) => effect))];
  const phrases = said.first === null ? named : [...named, said.first];
  const annotations = objectOf(definition['annotations']);
  return {
    effect: effects[0]!,
    effects,
    readOnly: effects.every((effect) => effect === 'read'),
    idempotent: isIdempotent(effects, annotations['idempotentHint'] === true, told),
    egress: egressOf({ effects, phrases, fields, description, named: wordsOf(name) }),
    reversibility: reversibilityOf(effects),
    confidence: confidenceOf(effects[0]!, primary, said),
    fields,
    claims,
  };
}

function readDescription(description: string): Said {
  const sentences = sentencesOf(description);
  const phrases = sentences.map(sentencePhrase);
  // Reading is believed of the first sentence only: everything reads something.
  const opening =
    phrases.find((phrase, place) => phrase !== null && (place === 0 || phrase.verb.kind !== 'read')) ?? null;
  return { sentences, first: phrases[0] ?? null, opening };
}

/** What the name, the description's opening and an argument that chooses an operation say. */
function mainClaims(
  primary: Primary | null,
  chosen: Selector | null,
  named: readonly Phrase[],
  { sentences, first: saidFirst }: Said,
): Claim[] {
  const isManaging = primary?.phrase.verb.kind === 'manage';
  const isVague =
    primary === null ||
    (isManaging && primary.effects.length === 0) ||
    (chosen?.isOperation === true && primary.phrase.verb.kind === 'read' && !agreesWith(primary, saidFirst));
  if (chosen !== null && (isVague || chosen.isOperation)) {
    const effect = mainOf(chosen, isVague ? undefined : primary.effects[0]);
    const told = isManaging ? claimsOf(primary.effects, primary.because) : [];
    return [{ effect, because: chosen.because }, ...chosen.claims, ...told.filter((claim) => !isRead(claim))];
  }
  if (primary === null) return [];
  const others = named
    .slice(1)
    .flatMap((phrase) => claimsOf(effectsOf(phrase), `"${phrase.word}" in the name`));
  const besides = chosen?.isPlain === true ? chosen.claims : [];
  const claims = [...claimsOf(primary.effects, primary.because), ...others, ...besides];
  const listed = listedClaims(sentences);
  if (!isManaging || primary.effects.length > 0) {
    // A name that only looks does not settle what goes on: `Download and import` imports.
    const goesOn = primary.effects[0] === 'read' && agreesWith(primary, saidFirst);
    const isSettled = primary.phrase === named[0] && primary.phrase.verb.sure && !goesOn;
    return isSettled ? [...claims, ...listed] : [...listedFirst(listed), ...claims];
  }
  const anything = claimsOf(['write', 'read', 'delete'], `"${primary.phrase.word}" may be anything`);
  return [...claims, ...listedFirst([...listed, ...managedClaims(sentences)]), ...anything];
}

/** Whether name and description begin with one and the same verb. */
function agreesWith({ phrase }: Primary, said: Phrase | null): boolean {
  return phrase.verb.sure && phrase.plain === said?.plain;
}

/** Writing stands for the rest; where nothing is written, whatever is more than reading. */
function listedFirst(listed: readonly Claim[]): Claim[] {
  const main = listed.find(({ effect }) => effect === 'write') ?? listed.find((claim) => !isRead(claim));
  return main === undefined ? [] : [main, ...listed];
}

/** What the name says, where the choices agree; else the first that is more than reading. */
function mainOf({ claims }: Selector, named: Effect | undefined): Effect {
  const effects = new Set(claims.map(({ effect }) => effect));
  if (named !== undefined && effects.has(named)) return named;
  if (effects.has('write')) return 'write';
  const more = [...effects].filter((effect) => effect !== 'read');
  return more.find((effect) => effect !== 'unknown') ?? (effects.has('read') ? 'read' : 'unknown');
}

/** A description that begins with more than reading is believed, whatever the name says. */
function contradiction(claims: readonly Claim[], head: Phrase | undefined, first: Phrase | null): Claim[] {
  if (first === null || !first.verb.sure || !claims.every(isRead)) return [];
  // What is only put together is still an answer.
  if (first.plain === head?.plain || first.plain === 'generate') return [];
  return claimsOf(effectsOf(first), `the description begins with "${first.word}"`).filter(
    (claim) => !isRead(claim),
  );
}
