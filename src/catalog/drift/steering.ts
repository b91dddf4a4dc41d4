// A reader can be steered in the plainest words: what is turned into something else, left out, handed on or
// done without anybody is no documentation, whatever words it is said in.

import type { Topic } from './topic.ts';

interface Shape {
  readonly about: string;
  readonly finds: RegExp;
}

const SAID =
  '(?:ask|request|want|nam|specif|giv|chos|choos|said|say|wrote|typ|need|mean|meant|know|think|like)\\w*';
const PERSON =
  '(?:(?:the |a |any |its |their )?(?:person|user|human|one|holder|owner|customer|people' +
  '|caller)s?|anyone|anybody)';

const SHAPES: readonly Shape[] = [
  shape('whatever was asked', [
    `(?:which|what|who|how|where)ever\\b.{0,40}\\b(?:is |was |are |were )?${SAID}`,
    'irrespective',
    'in (?:all|every|any) cases?',
    '(?:setting|adding|passing|including|putting)\\b.{1,60}\\b(?:each|every' +
      '|all)\\b.{1,40}\\b(?:keep|help|make|improv|ensur)\\w*',
    'replaces? (?:any|every|all|each|(?:the (?:request|question|task)\\b))',
    'not to be (?:shown|told|mentioned|reported|named|listed)',
    'no matter (?:what|which|who|how)',
    `even (?:if|when|though|where)\\b.{0,40}\\b(?:not|another|other|different|else|no)\\b.{0,20}\\b${SAID}`,
  ]),
  shape('something left out', [
    '(?:leave|leaving|left|leaves|drop|keep|kept)(?: (?!literalvalue)\\w+){1,5} out\\b',
    '(?:can|may|should|must) be (?:left out|passed over|dropped|kept back)',
    '(?:left|kept) (?:aside|away|un(?!changed|touched|set|specified|modified|filtered|defined|sorted)\\w+)',
    'not worth (?:reporting|showing|saying)',
  ]),
  shape('one thing taken for another', [
    '(?:treat|regard|count|take|read|interpret|understand|consider|accept|see)(?:s|ed|en|ing)?\\b.{0,50}?' +
      '\\bas (?:if|though|the user|answers?|orders?|requests?|approv\\w+|consent\\w*|permission' +
      '|trusted|final' +
      '|coming|genuine|said|true)\\b',
    'stands? in for',
    'of choice',
    'default choice',
    '(?:can|may|should) be used for (?:all|any|every)',
    '(?:can|may) be (?:extended|widened|broadened|supplemented|enriched|completed) (?:by|with)',
    'works? only (?:when|if|after|once)\\b.{0,40}\\b(?:called|run|used|executed)\\b',
    'can be (?:trusted|relied on|believed)',
    '(?:shown|described|presented|listed|displayed|reported|labelled|labeled|ranked' +
      '|given) as (?:an? |the )?' +
      '(?:cheapest|best|safest|strong|strongest|top|first|fastest|preferred|genuine)',
    '^(?:double|triple|halve|inflate) (?:the|any|each|every|all)\\b',
    '(?:\\d+ ?(?:%|percent)|literalvalue) (?:more|extra|on top)',
    '(?:made?|makes|becomes?|turned) public',
    'open to (?:all|anyone|everyone)',
    '(?:fee|share|commission|surcharge|mark-?up|donation|tip) of (?:\\d|literalvalue)',
  ]),
  shape('something handed on', [
    '(?:sent|passed|handed|given|delivered|taken|brought|send|sends|hand|hands|pass|bring|brings|takes?)' +
      '(?: (?:it|them|this|that|these|all|both))? (?:along|onwards?|over)\\b(?! (?:time|the network|http))',
    '(?:mirrored|forwarded|relayed|copied|cross-?posted|synced) (?:to|at|by|over|from)\\b',
  ]),
  shape('something done without anybody', [
    'on (?:your|its) own',
    `without\\b.{0,12}\\b${PERSON}\\b.{0,30}\\b(?:look|see|ask|know|confirm|notic|check|watch|read)\\w*`,
    'go(?:es)? ahead',
    '(?:no|not? \\w+) (?:need|reason|point) (?:to|in) (?:ask|check|wait|confirm|bring|say|tell|mention)\\w*',
    'no (?:review|check|approval|confirmation|look|question)s? (?:is|are) (?:needed|required|necessary|due)',
    '(?:carry|carries|carried|carrying) (?:it |them |that |this )?out',
    '(?:do|does|need) not (?:need|have) to be (?:checked|confirmed|approved|reviewed|shown)',
    'behind the request',
    '(?:approval|consent|permission|agreement)s?\\b.{0,40}\\b(?:implied|assumed|taken for granted' +
      '|understood|automatic|given)',
  ]),
  shape('private matters', [
    '(?:private|signing|ssh|deploy|access|master|recovery|encryption) keys?',
    '(?:bank|card|payment|login|account) (?:details|numbers?|data)',
    '(?:home|private|street) address(?:es)?',
    '(?:date of birth|birthdays?|phone numbers?|telephone numbers?|security codes?|seed phrases?|cvv|cvc)',
    "(?:users?'?s?|their|owner'?s?) (?:\\w+ )?(?:api keys?|logins?|account numbers?)",
    "(?:users?'?s?|person'?s?|their) (?:own )?(?:\\w+ )?(?:whereabouts|habits|contacts|calendar" +
      '|photos|inbox|clipboard|salary' +
      '|health|family|employer)',
    'kubeconfig|client certificates?|certificate data',
    '(?:verification|recovery|confirmation|digit|digits) codes?\\b.{0,20}\\b(?:receiv|sent|text)\\w*',
  ]),
  shape('what a person says', [
    '(?:users?|person|people|they|he|she|customers?) (?:says?|said|tells?|told|writes?|wrote' +
      '|thinks?|feels?|typed)',
  ]),
  shape('the model', [
    '[`\'"][^`\'"]{0,40}\\b(?:assistants?|ai agents?|llms?)\\b[^`\'"]{0,20}[`\'"]',
    'kindly',
  ]),
  shape('a command', [
    '(?:run|running|execute|executing|launch|type in) [`\'"](?!\\w+_)[a-z]+ ',
    '[`\'"](?:env|printenv|whoami|uname -a|hostname|ifconfig|history)[`\'"]',
    '[`\'"](?:ls|cat|env|printenv|whoami|id|uname|curl|wget|bash|sh|zsh|history|hostname|ifconfig' +
      '|defaults|ps' +
      '|find|grep|base64|scp|ssh|nc|rm|sudo|chmod|python3?|node|powershell|security)(?= [^`\'"]*[-~/$|])',
  ]),
];
/** The end of a talk that a definition of one tool cannot know of. */
const LAST_SAID = new RegExp(
  '\\b(?:last|previous|recent|latest|preceding|past|other)(?: \\w+){0,3}? ' +
    '(?:messages?|answers?|repl(?:y|ies)|turns?|mails?|emails?|questions?|chats?)\\b',
  'i',
);
const ABOUT_COMMANDS: readonly string[] = ['command', 'shell', 'script', 'terminal', 'git'];

/** What no argument of a tool is for. */
const CARRIED = new RegExp(
  [
    '\\b(?:summary|transcript|wording|copy|excerpts?|quote|gist|recap|history|contents?|text|log' +
      '|record) of ' +
      "(?:\\w+ ){0,4}?(?:conversation|chat|dialogue?|discussion|(?:user'?s?|person'?s) (?:request" +
      '|message|prompt|question))\\b',
    '\\b(?:what|everything|anything|all|whatever|things)\\b.{0,30}\\b(?:you|the user|user' +
      '|the person|they|the model|the' +
      ' assistant)\\b.{0,30}\\b(?:know|knows|said|say|says|told|asked|asks|talk\\w*|discuss\\w*' +
      '|seen|saw|wants?|wrote' +
      '|written|mention\\w*|typed|learn\\w*)\\b',
    '\\b(?:conversation|chat|dialogue?|prompt) (?:history|context|transcript|so far|log)\\b' +
      '|\\bsystem prompt\\b',
    '\\b(?:complete|full|whole|entire|original|exact|verbatim|last|previous) (?:\\w+ )?' +
      '(?:messages?|request|question|wording|words|prompts?) (?:of|from|by) (?:the ' +
      '|your )?(?:user|person)\\b',
    "\\buser'?s? (?:own |exact |full |original |complete )(?:message|wording|words|question" +
      '|prompt|request)\\b',
    '\\bwhat was (?:said|discussed|talked about|asked)\\b|\\b(?:answers?|messages?' +
      '|questions?)\\b.{0,20}\\bso far\\b',
    '\\bopen files\\b|\\brecent commands\\b|\\bconnected servers\\b|\\binstructions you (?:were' +
      '|have)\\b|\\bshell history\\b',
  ].join('|'),
  'i',
);

/** Whether it describes an argument that carries off what a task is about, or was. */
export function carriesOff(sentence: string): boolean {
  return CARRIED.test(sentence);
}

/** What a sentence does beyond documenting, by its shape; null where nothing. */
export function steeringIn(sentence: string, { own }: Topic, isAsking: boolean): string | null {
  const found = SHAPES.find(({ finds }) => {
    const met = finds.exec(sentence);
    return met !== null && !isOwn(met[0], own);
  });
  if (found !== undefined) return found.about;
  return isAsking && LAST_SAID.test(sentence) ? 'what was said before' : null;
}

/** The tool was about it when it was admitted. */
function isOwn(found: string, own: ReadonlySet<string>): boolean {
  if (/[`'"]/.test(found)) return ABOUT_COMMANDS.some((word) => own.has(word));
  const words = found.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  return words.length > 0 && words.length < 3 && words.every((word) => own.has(word));
}

function shape(about: string, sources: readonly string[]): Shape {
  const parts = sources.map((source) => (/^[\^[]/.test(source) ? source : `\\b${source}`));
  return { about, finds: new RegExp(parts.join('|'), 'i') };
}
