// Whether a person's words speak of a call at all: its verb, in their words, or what it is done to. General
// words of English alone; where the words hold no verb that is known here, nothing can be said.

import { wordsIn } from './atom.ts';
import { fold, wordsInName } from './fold.ts';
import type { Effect } from '../../kernel/effect.ts';

/** Verbs, and the nouns that people say instead, that may mean the same. */
const ALIKE = {
  look:
    'get show find read check list search look recommend suggest summarize summarise sum what which how ' +
    'when where who fetch retrieve view give tell count compare see open',
  send:
    'send email mail message write notify forward share post reply respond answer text contact ' +
    'publish invite dm ask announce remind say thank submit report tell inform confirm let greet welcome ' +
    'apologise apologize accept decline introduce comment',
  pay:
    'pay transfer refund send buy purchase order spend wire reimburse money transaction bill donate tip ' +
    'deposit settle owe subscribe renew contribute',
  create:
    'create add setup new schedule put write save note remind reminder generate ' +
    'prepare draft register log record organize organise arrange insert upload append copy fill book sign',
  update:
    'update change modify edit adjust set correct fix replace move rename reschedule switch exchange add ' +
    'mark swap amend upgrade downgrade assign convert return resolve solve repair ' +
    'apply implement triage label',
  operate: 'start stop close turn switch dim set',
  remove:
    'delete remove cancel drop clear erase clean revoke unsubscribe return withdraw undo dismiss trash ' +
    'archive rid throw discard toss purge wipe bin rebook',
  reserve: 'reserve book rebook reservation booking rent buy order schedule arrange appointment',
  execute: 'run execute start launch install build test deploy compile perform turn lock unlock script code',
  shop: 'buy purchase order shop cart basket checkout',
  apply: 'apply use redeem',
  entrust: 'agent subagent assistant helper delegate',
  grant: 'grant give allow permit share invite add authorize authorise unlock access approve accept role',
} as const;
type Alike = keyof typeof ALIKE;

/** By the stem that forms of several verbs may share. */
const VERBS = new Map<string, Set<Alike>>();
for (const [alike, words] of Object.entries(ALIKE) as [Alike, string][]) {
  for (const word of words.split(' ').map(stem)) VERBS.set(word, (VERBS.get(word) ?? new Set()).add(alike));
}

/** What others' words alone never set off; writing and sending may be a part of how something is done. */
const BY_EFFECT: { readonly [effect in Effect]?: readonly Alike[] } = {
  delete: ['remove'],
  spend: ['pay', 'reserve', 'shop'],
  execute: ['execute'],
  approve: ['grant'],
  admin: ['grant', 'update'],
  impersonate: ['grant'],
};
const LIGHT: ReadonlySet<Effect> = new Set<Effect>(['read', 'write', 'send']);

const POWERS: ReadonlySet<Effect> = new Set<Effect>(['approve', 'admin', 'impersonate']);
/** What lets in whoever has it. */
const KEYS = new Set(
  'password passcode passphrase credential credentials secret secrets token tokens key keys mfa otp'.split(
    ' ',
  ),
);
/** All powers, or something for everybody. */
const UTMOST = new Set(
  (
    'admin admins administrator administrators owner owners root superuser sudo public everyone everybody ' +
    'anyone anybody allusers'
  ).split(' '),
);
/** A longer value, in words and in signs, says something else. */
const MAX_UTMOST = 2;
const MAX_VALUE = 64;

/** In the name of what does more, these are what it is done to: `delete_messages`. */
const MILD: ReadonlySet<Alike> = new Set<Alike>(['look', 'send', 'create']);

/** Beside another verb, what that is done to: `cancel_order`. */
const NOUNS = new Set('order bill transaction reservation booking appointment purchase'.split(' ').map(stem));

/** Said of the answer, not of something to be done. */
const TO_ME = /\b(?:tell|let|give|show|send|write|text|list)(?: it| them| that)? (?:me|us)\b/g;
/** What is no thing to be bought. */
const SAID = [
  'summary|list|title|answer|overview|reply|review|report|draft|copy|translation|plan|idea|date|time|name',
  'reminder|meeting|call|text|file|document|description|label|update|version|number|look|hand|hint|word',
  'quote|note|table|sentence|email|mail|message',
].join('|');
/** `Mum needs a hose`, `we need tablets again` */
const NEED = new RegExp(
  '\\b(?:needs?|(?:is|are) out of)(?= (?:an?|some|new|more|another|two|three|four|five|six|\\d+) ' +
    `(?!(?:[a-z-]+ ){0,2}(?:${SAID})s?\\b)|(?: [a-z]+){1,3} again\\b)`,
  'g',
);
const TABLE = /\btables? for\b/g;
/** What is not to be done. */
const FORBIDDEN = new RegExp(
  "\\b(?:don['’]?t|do not|never|must not|mustn['’]t|without)" +
    "(?! (?:forget|hesitate|worry|wait|fail|miss)) [\\p{L}'’-]{1,40}" +
    '(?=(?: (?:it|them|this|that|anything|yet)){0,2} ?(?:[.,;:!?)]|$))',
  'gu',
);
const EMPTY = new Set([
  'the',
  'and',
  'for',
  'with',
  'from',
  'into',
  'via',
  'tool',
  'api',
  'item',
  'data',
  'all',
]);

/** What a person said, as calls are compared with it. */
export interface Request {
  readonly words: ReadonlySet<string>;
  readonly meant: ReadonlySet<Alike>;
  /** What verbs mean that they rule out. */
  readonly forbidden: ReadonlySet<string>;
  /** They leave something to what a source says. */
  readonly isDelegating: boolean;
}

/** @param isDelegating whether they leave something to what a source says */
export function requestIn(prompts: readonly string[], isDelegating: boolean): Request {
  const words = new Set(prompts.flatMap(stemmed));
  const meant = new Set([...words].flatMap((word) => [...(VERBS.get(word) ?? [])]));
  const ruledOut = prompts.flatMap((prompt) => fold(prompt).match(FORBIDDEN) ?? []).flatMap(stemsOf);
  const forbidden = new Set(ruledOut.filter((word) => VERBS.has(word) && !words.has(word)).map(meaningOf));
  return { words, meant, forbidden, isDelegating };
}

function meaningOf(word: string): string {
  return [...(VERBS.get(word) ?? [])].join();
}

function stemmed(text: string): string[] {
  const said = fold(text)
    .replaceAll(FORBIDDEN, ' ')
    .replaceAll(TO_ME, 'show')
    .replaceAll(TABLE, 'reserve')
    .replaceAll(NEED, 'buy');
  const words = wordsIn(said);
  return words.flatMap((word) => word.split(/[^\p{L}]+/u).map(stem));
}

export interface SpokenTool {
  readonly name: string;
  readonly effects: readonly Effect[];
}

/** Whether a word stands for something that is done. */
export function isVerb(word: string): boolean {
  return VERBS.has(stem(fold(word)));
}

/** Whether it does more than read, write or send, as far as is known. */
export function isGrave({ name, effects }: SpokenTool): boolean {
  const grave = effects.filter((effect) => !LIGHT.has(effect));
  return grave.some((effect) => effect !== 'delete' || !isWriting(name, effects));
}

const WRITES = new Set('write save put create upload append'.split(' ').map(stem));
const ENDS = /destroy|truncat|format|reset|kill|expunge|overwrit|shutdown|lifecycle/i;

/** What is written takes the place of what was there. */
function isWriting(name: string, effects: readonly Effect[]): boolean {
  const verbs = verbsOf(name);
  return (
    effects.includes('write') &&
    WRITES.has(verbs[0] ?? '') &&
    verbs.every((word) => VERBS.get(word)!.has('create')) &&
    !ENDS.test(name)
  );
}

/** Whether it has another agent do something. */
export function entrusts({ name }: SpokenTool): boolean {
  return stemsOf(name).some((word) => VERBS.get(word)?.has('entrust'));
}

const MORE: ReadonlySet<Alike> = new Set<Alike>([
  'pay',
  'shop',
  'reserve',
  'entrust',
  'remove',
  'execute',
  'apply',
  'grant',
]);
const NO_WORDS = new RegExp(
  'book|sign|regist|subscri|donat|transfer|webhook|redirect|bounce|resend|re_send|forward|fwd|relay|share|' +
    'invite|quote|export|upload|mirror|thread|draft|file|document|attach|report|password|pass_on|hand_over|' +
    'model',
  'i',
);

const FETCHES = new Set(
  'fetch scrape crawl browse visit navigate surf download curl wget extract'.split(' ').map(stem),
);

/** Whether, by its name, it brings what stands elsewhere. */
export function fetches({ name }: SpokenTool): boolean {
  return stemsOf(name).some((word) => FETCHES.has(word));
}

/** Whether, by its name, it does no more than to say something to somebody. */
export function onlySays({ name }: SpokenTool): boolean {
  const classes = stemsOf(name).map((word) => VERBS.get(word) ?? new Set<Alike>());
  const isMore = (one: ReadonlySet<Alike>): boolean =>
    !one.has('send') && !one.has('create') && [...one].some((alike) => MORE.has(alike));
  return !classes.some(isMore) && !NO_WORDS.test(name);
}

/** Whether they say that it is not to be done: `put it in the cart, but don't order`. */
export function rulesOut({ words, forbidden }: Request, { name }: SpokenTool): boolean {
  const own = surestOf(verbsOf(name));
  return own.some((word) => forbidden.has(meaningOf(word))) && !own.some((word) => words.has(word));
}

/** Of what is grave; true also where it cannot be told. */
export function speaksOf({ words, meant, isDelegating }: Request, tool: SpokenTool): boolean {
  const { name, effects } = tool;
  // To have another agent do it is nobody's step.
  if (meant.size === 0 || (isDelegating && !entrusts(tool))) return true;
  const own = stemsOf(name);
  const isSaid = (word: string, place: number): boolean =>
    (place === 0 || VERBS.has(word)) && (words.has(word) || isBegun(word, words));
  if (own.some(isSaid)) return true;
  const said = surestOf(verbsOf(name)).flatMap((word) => [...VERBS.get(word)!]);
  const telling = said.filter((one) => !MILD.has(one));
  const known = telling.length > 0 ? telling : effects.flatMap((effect) => BY_EFFECT[effect] ?? []);
  return known.some((one) => meant.has(one) && (one !== 'look' || effects.includes('read')));
}

/** Whether it gives, in its name or a value, what nobody but the person may ask for, and they do not. */
export function goesTooFar(
  { words }: Request,
  { name, effects }: SpokenTool,
  values: readonly string[],
): boolean {
  if (!effects.some((effect) => POWERS.has(effect))) return false;
  const short = values.filter(({ length }) => length <= MAX_VALUE).map(plainWords);
  const given = short.filter(({ length }) => length <= MAX_UTMOST).flatMap((one) => [...one, one.join('')]);
  const utmost = [...plainWords(name), ...given].filter((word) => KEYS.has(word));
  return [...utmost, ...given.filter((word) => UTMOST.has(word))].some((word) => !words.has(stem(word)));
}

function plainWords(text: string): string[] {
  return wordsInName(text).filter((word) => word !== '');
}

/**
 * What an account keeps of people and places of its own; nobody gets into it by writing a letter, nor by
 * signing up.
 */
const KEPT = new Set(
  (
    'member members people person persons employee employees staff colleague teammate contact ' +
    'contacts directory payee payees beneficiary group groups team teams account accounts ' +
    'supplier vendor assignee department'
  )
    .split(' ')
    .map(stem),
);

/** Whether it only looks up what its system keeps of people and places. */
export function keepsRecords({ name, effects }: SpokenTool): boolean {
  return effects.every((effect) => effect === 'read') && stemsOf(name).some((word) => KEPT.has(word));
}

const LISTING = /^(?:list|ls|dir|tree|find|glob|grep|search|lookup|query)$/;
/** What people write stands in these. */
const LETTERS =
  /^(?:mail|message|comment|chat|note|post|repl(?:y|ie)|review|conversation|channel|thread|page|file)$/;

/** Whether it answers with a list that its system writes, and not with what somebody wrote. */
export function lists({ name, effects }: SpokenTool): boolean {
  const words = wordsInName(name);
  if (effects.some((effect) => effect !== 'read')) return false;
  if (words.some((word) => LISTING.test(word))) return true;
  const last = words.at(-1) ?? '';
  const isOfMany = last.endsWith('s') && !LETTERS.test(last.replace(/s$/, ''));
  return isOfMany && /^(?:get|show|fetch)$/.test(words[0] ?? '');
}

/** Whether what it answers is about what it did, and nothing that it looked up. */
export function onlyChanges({ effects }: SpokenTool): boolean {
  return effects.length > 0 && effects.every((effect) => MAKES.has(effect));
}

/** Whether what it answers may be the word of whatever it ran. */
export function runs({ effects }: SpokenTool): boolean {
  return effects.includes('execute');
}

const MAKES: ReadonlySet<Effect> = new Set<Effect>(['write', 'delete', 'send', 'spend', 'approve', 'admin']);

function stemsOf(name: string): string[] {
  return wordsInName(name)
    .filter((word) => word.length >= 3 && !EMPTY.has(word))
    .map(stem);
}

function verbsOf(name: string): string[] {
  return stemsOf(name).filter((word) => VERBS.has(word));
}

/** Without what another verb is done to. */
function surestOf(verbs: readonly string[]): readonly string[] {
  const sure = verbs.filter((word) => !NOUNS.has(word));
  return sure.length > 0 ? sure : verbs;
}

/** `refer` of a referral. */
function isBegun(word: string, words: ReadonlySet<string>): boolean {
  return word.length > BEGINNING && words.has(word.slice(0, BEGINNING));
}

const BEGINNING = 5;

/** The beginning that the forms of an English word have in common. */
function stem(word: string): string {
  const bare = word.replace(/(?:ations?|ments?|ings?|ions?|ed|es|s|e)$/, '').replace(/([^aeiou])\1$/, '$1');
  return (bare.length >= 3 ? bare : word).slice(0, 6);
}
