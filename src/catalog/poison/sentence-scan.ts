// One sentence is judged with the names it uses made plain: its own tool and arguments, or somebody else's.

import { pickerOf } from './anchor.ts';
import { AUTHORITY_RULES } from './authority-rules.ts';
import { DATA_RULES } from './data-rules.ts';
import type { Severity } from './finding.ts';
import { fold } from './fold.ts';
import { FOREIGN_RULES } from './foreign-rules.ts';
import { ORDER_RULES } from './order-rules.ts';
import { PERSON_RULES } from './person-rules.ts';

/** Names that a text of a tool may use. */
export interface Names {
  readonly own: string;
  readonly arguments: ReadonlySet<string>;
  /** Of every other tool that the same agent may see. */
  readonly others: ReadonlySet<string>;
}

const ALL = [...AUTHORITY_RULES, ...DATA_RULES, ...PERSON_RULES, ...ORDER_RULES, ...FOREIGN_RULES];
const pick = pickerOf(ALL.map(({ beginnings }) => beginnings));
/** Looks up what another call needs: an honest reason to name it first. */
const FOR_A_KEY = new RegExp(
  [
    String.raw`\b(?:to|can) (?:get|obtain|find|look ?up|retrieve|fetch|resolve|discover|determine|list|see`,
    String.raw`|create)\b.{0,60}\b(?:ids?|identifiers?|shas?|keys?|names?|tokens?|cursors?|handles?|slugs?`,
    String.raw`|paths?|schemas?|numbers?|sessions?|options|values|columns|fields|types)\b`,
  ].join(''),
  'i',
);
/** Says what a value may look like. */
const EXAMPLE = /\b(?:for example|examples?:|e\.g\b)/i;
/** By rule, what makes it likely that an honest author wrote a sentence: a person looks at it. */
const EXCUSES: ReadonlyMap<string, RegExp> = new Map([
  ['orders-other-tool', FOR_A_KEY],
  ['sends-elsewhere', EXAMPLE],
  ['speaks-to-person', EXAMPLE],
  ['speaks-for-maker', EXAMPLE],
]);
const TOOL_VERB = new RegExp(
  '^(?:get|list|read|write|send|create|update|delete|remove|add|set|fetch|search|find|query|run|exec' +
    '|execute|call|open|check|verify|make|post|put|use|web|notify|log|upload|download|move|copy|show|load' +
    '|save|start|stop|validate|calculate|compute|convert|book|cancel|modify|edit|analy[sz]e|generate' +
    '|retrieve|resolve|describe)[_-]',
  'i',
);
const IDENTIFIER = new RegExp(
  String.raw`([\`'"‘“]?)(?<![\w-])([A-Za-z]\w*(?:[-.][A-Za-z]\w*)*)(?![\w-])([\`'"’”]?)` +
    String.raw`(?=(\s+(?:tool|function)\b)?)`,
  'g',
);
const COMPOUND = /_|[a-z][A-Z]|-/;

/** What the sentence breaks, each rule once with its gravest word. */
export function judgeSentence(sentence: string, names: Names): ReadonlyMap<string, Severity> {
  const plain = plainSentence(sentence, names);
  const found = new Map<string, Severity>();
  for (const at of pick(plain)) {
    const { rule, severity, finds } = ALL[at]!;
    const known = found.get(rule);
    if (known === 'error' || known === severity || !finds.test(plain)) continue;
    const isExcused = EXCUSES.get(rule)?.test(plain) ?? false;
    found.set(rule, isExcused ? 'warning' : severity);
  }
  return found;
}

/** A sentence as it looks, with a word for each name that stands for a tool or an argument. */
export function plainSentence(sentence: string, names: Names): string {
  return fold(sentence).replaceAll(IDENTIFIER, (whole, open: string, name: string, close: string, noun) => {
    const isMarked = (open !== '' && close !== '') || noun !== undefined;
    if (name === names.own) return isMarked || COMPOUND.test(name) ? 'thisToolName' : whole;
    if (names.arguments.has(name)) return isMarked || COMPOUND.test(name) ? 'argumentName' : whole;
    if (names.others.has(name)) return isMarked || COMPOUND.test(name) ? 'otherToolName' : whole;
    return TOOL_VERB.test(name) ? 'unknownToolName' : whole;
  });
}
