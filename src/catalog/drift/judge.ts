// A changed definition passes lightly only when every change of it is known to be harmless, and never when it
// says what it did not say before and no honest definition says.

import type { JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { surroundingsOf } from '../intake/surroundings.ts';
import { objectOf } from '../member.ts';
import type { Finding } from '../poison/finding.ts';
import { POISON_RULES } from '../poison/rule-list.ts';
import { scanDefinition } from '../poison/scan.ts';
import { inferTool } from '../proposal.ts';
import type { Inference } from '../proposal.ts';
import { LITERAL } from './clause.ts';
import { driftOfOutput, driftOfPatterns } from './promised-schema.ts';
import { driftOfNames } from './new-name.ts';
import { newSentencesIn, topicOf, type NewSentence } from './new-sentence.ts';
import type { DriftReason, DriftVerdict } from './reason.ts';
import { driftOfSchema } from './schema-drift.ts';

/** Whose tool it is, and which others there are. */
export interface DriftContext {
  readonly name: string;
  readonly server: string;
  /** Names of the other tools of the connector, as they are now. */
  readonly siblings: readonly string[];
  /** Names of tools of other connectors. */
  readonly strangers: readonly string[];
}

export interface DriftJudgement {
  readonly verdict: DriftVerdict;
  /** Empty where it is harmless; those that block come first. */
  readonly reasons: readonly DriftReason[];
  /** What it says that it did not say before: what a person agrees to, in light review too. */
  readonly newSentences: readonly NewSentence[];
}

const REACH: readonly ToolProfile['egress'][] = ['none', 'shared', 'external', 'unknown'];

/**
 * What the change of one tool's definition means for who admitted it.
 *
 * Harmless: wording, examples, order, paging, filters, arguments without authority, anything tighter. Review:
 * another effect, a wider reach, an argument with authority that is new or looser, annotations that promise
 * what is not seen, what sounds like an order. Block: whatever the scan calls an attack, unless it was there
 * when the tool was admitted.
 */
export function judgeDrift(before: JsonObject, after: JsonObject, context: DriftContext): DriftJudgement {
  const { name, server, siblings } = context;
  const surroundings = surroundingsOf(server, [name, ...siblings]);
  const [was, is] = [inferTool(name, before, surroundings), inferTool(name, after, surroundings)];
  const poison = newFindings(before, after, context);
  const said = newSentencesIn(name, server, before, after, context);
  const isGrave = ({ doubt }: NewSentence): boolean => doubt !== null && doubt.isGrave;
  const blocking = [
    ...poison.filter(({ severity }) => severity === 'error').map(reasonOf),
    ...said.filter(isGrave).flatMap(doubtReason),
  ];
  const doubtful = [
    ...effectReasons(was, is),
    ...driftOfSchema(
      { inputSchema: before['inputSchema'], roles: was.profile.roles },
      { inputSchema: after['inputSchema'], roles: is.profile.roles },
      [...was.effects, ...is.effects].every((effect) => effect === 'read'),
    ),
    ...driftOfPatterns(name, before, after),
    ...driftOfNames(name, before, after, topicOf(name, server, before, context)),
    ...annotationReasons(before, after, is.effects),
    ...looserPromises(before, after),
    ...outputReasons(was.profile.output, is.profile.output),
    ...driftOfOutput(before['outputSchema'], after['outputSchema']),
    ...poison.filter((finding) => finding.severity === 'warning' && !isEarned(finding, said)).map(reasonOf),
    ...said.filter((sentence) => !isGrave(sentence)).flatMap(doubtReason),
  ];
  if (blocking.length > 0)
    return { verdict: 'block', reasons: [...blocking, ...doubtful], newSentences: said };
  return { verdict: doubtful.length > 0 ? 'review' : 'harmless', reasons: doubtful, newSentences: said };
}

/** What was said when the tool was admitted was seen by a person: the same words again are no news. */
function newFindings(
  before: JsonObject,
  after: JsonObject,
  { name, siblings, strangers }: DriftContext,
): Finding[] {
  const others = new Set([...siblings, ...strangers]);
  const found = scanDefinition(name, after, others);
  if (found.length === 0) return [];
  const known = new Set(scanDefinition(name, before, others).map(keyOf));
  // What is too much to read may say anything now.
  return found.filter((finding) => finding.rule === 'unreadable-size' || !known.has(keyOf(finding)));
}

function keyOf({ rule, severity, excerpt }: Finding): string {
  return JSON.stringify([rule, severity, excerpt.toLowerCase().replaceAll(/\s+/g, ' ')]);
}

function reasonOf({ rule, pointer, excerpt }: Finding): DriftReason {
  const title = POISON_RULES.find(({ id }) => id === rule)?.title ?? rule;
  return { rule, pointer, text: `${title}: ${excerpt}` };
}

function effectReasons(was: Inference, is: Inference): DriftReason[] {
  const added = is.effects.filter((effect) => !was.effects.includes(effect));
  const [reach, reached] = [REACH.indexOf(was.profile.egress), REACH.indexOf(is.profile.egress)];
  return [
    ...(added.length === 0
      ? []
      : [{ rule: 'new-effect', pointer: '', text: `it may now also ${added.join(', ')} (${is.evidence})` }]),
    ...(reached > reach
      ? [{ rule: 'wider-egress', pointer: '', text: `what it is given now goes ${is.profile.egress}` }]
      : []),
  ];
}

/** A hint that promises more safety than is seen; hints that are only taken back promise nothing. */
function annotationReasons(before: JsonObject, after: JsonObject, effects: readonly Effect[]): DriftReason[] {
  const [was, is] = [objectOf(before['annotations']), objectOf(after['annotations'])];
  const changes = effects.some((effect) => effect !== 'read');
  const destroys = effects.includes('delete') || effects.includes('execute');
  const promises = [
    { hint: 'readOnlyHint', value: true, isContradicted: changes },
    { hint: 'destructiveHint', value: false, isContradicted: destroys && was['destructiveHint'] === true },
    { hint: 'idempotentHint', value: true, isContradicted: changes },
  ];
  return promises.flatMap(({ hint, value, isContradicted }) =>
    is[hint] === value && was[hint] !== value && isContradicted
      ? [
          {
            rule: 'annotation-contradicts',
            pointer: `/annotations/${hint}`,
            text: `${hint} is now ${value}, but it may ${effects.join(', ')}`,
          },
        ]
      : [],
  );
}

/** A promise that a person relied on when they admitted the tool, and that is not made any more. */
function looserPromises(before: JsonObject, after: JsonObject): DriftReason[] {
  const [was, is] = [objectOf(before['annotations']), objectOf(after['annotations'])];
  return was['readOnlyHint'] === true && is['readOnlyHint'] !== true
    ? [
        {
          rule: 'promise-withdrawn',
          pointer: '/annotations/readOnlyHint',
          text: 'it no longer promises to read only',
        },
      ]
    : [];
}

function outputReasons(was: ToolProfile['output'], is: ToolProfile['output']): DriftReason[] {
  const categories = is.categories.filter((one) => !was.categories.includes(one));
  const isTrusted = was.integrity !== 'untrusted';
  const changes = [
    ...(categories.length > 0 ? [`its results now hold ${categories.join(', ')}`] : []),
    ...(isTrusted && is.integrity === 'untrusted' ? ['others may now write its results'] : []),
  ];
  return changes.map((text) => ({ rule: 'output-changed', pointer: '/outputSchema', text }));
}

function doubtReason({ pointer, text, doubt }: NewSentence): DriftReason[] {
  return doubt === null
    ? []
    : [
        {
          rule: 'speaks-of-other-things',
          pointer,
          text: `not known to be documentation (${doubt.about.replaceAll(LITERAL, 'a value')}): ${text}`,
        },
      ];
}

/** Where a value comes from is documentation, though it names another tool. */
function isEarned({ rule, pointer, excerpt }: Finding, said: readonly NewSentence[]): boolean {
  return (
    rule === 'orders-other-tool' &&
    said.some(
      (one) =>
        one.pointer === pointer && one.doubt === null && one.text.startsWith(excerpt.replace(/…$/, '')),
    )
  );
}
