// Data that speaks to a model, or of the task that a person gave it, is an attack wherever it stands and
// however it is disguised: no honest letter, page or record does. General phrases alone; no product's names.

import { variantsOf } from './disguise.ts';

const AI =
  '(?:an? |the |my |our )?(?:(?:ai|a\\.i\\.|llm|artificial intelligence|(?:large )?language model|' +
  'chat ?bot)' +
  '(?:[ -](?:model|language model|assistant|agent|system|bot|reader|crawler))?s?|' +
  '(?:virtual|digital|automated) (?:assistant|agent)s?)';
const MODEL = `(?:${AI}|(?:the |my |dear )?(?:assistant|agent)s?)`;
const ASKED =
  '(?:please|must|should|need to|have to|can you|could you|you are|you will|follow|stop|begin|before|when|' +
  'first|note|immediately|kindly|read|send|execute|run|call|use|also|do)';
const EARLIER =
  '(?:previous|prior|above|earlier|preceding|original|other|existing|current|initial|' +
  "user'?s?|system|safety|security|your)";
const INSTRUCTION = '(?:instruction|prompt|direction|guideline|directive|task|constraint)';
const GOING_ON = '(?:solv|complet|continu|finish|answer|proceed|perform|respond|start|begin|resum)\\w*';
const TASK = "(?:task|request|query|question|user'?s? (?:request|task|question|query))";
const TELL =
  '(?:tell|inform|notify|mention|alert|reveal|telling|informing|notifying|alerting|mentioning|disclos\\w+)';
const PERSON = '(?:the user|user|your (?:user|human|operator|principal))';

const DO =
  '(?:send|transfer|pay|wire|forward|share|post|delete|grant|invite|add|change|update|set|open|buy|order|' +
  'skip|deploy|push|publish|approve|install|release|' +
  'book|cancel|run|execute|create|copy|move|use|include|choose|close|merge|call|patch|put|reply|read)';

/** One of these is enough. */
const PATTERNS: readonly RegExp[] = [
  // It is addressed to a model.
  '\\b(?:dear|hey|hello|hi|attention|notes? to|messages? to|instructions? (?:to|for)|to you)[ ,:]+' +
    `${MODEL}\\b`,
  `\\b(?:to|for) ${AI}[ ]?[,:;!-] ?${ASKED}\\b`,
  `(?:^|[<!*\\[(-] ?)${AI}[,:;!] *(?:${ASKED}|you\\b)`,
  `\\b(?:as|if you(?: a|')re|you are|you being) ${AI}\\b[^.]{0,60}\\b${ASKED}\\b`,
  `\\b(?:any|all|every|the) ${AI} (?:that |who |which )?` +
    '(?:reads?|reading|process(?:es|ing)|sees?|seeing|handl(?:es|ing)|summari[sz](?:es|ing)|must|' +
    'should|needs? to|has to)\\b',
  // It is a note for whatever reads: `[Shop assistant: … order …]`, `bots: …`.
  "(?:^|[.!?([<>*_|—–-] ?|<!-- ?)(?:[\\w']{1,30} ){0,2}@?(?:assistants?|bots?|robots?|agents|crawlers?)" +
    ` ?[)\\]]?: ?[^.\\n]{0,80}?\\b(?:please|must|never|always|${DO})\\b`,
  '\\b(?:assistant|bot|robot|ai|agent|model)s? ' +
    '(?:that |who |which )?(?:reads?|is reading|sees?) (?:this|that|it)\\b',
  // It sets itself above what was said before, or claims to be it.
  `\\b(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\\b` +
    `[^.\\n]{0,40}\\b${EARLIER}\\b[^.\\n]{0,30}\\b${INSTRUCTION}`,
  '\\b(?:ignore|disregard|forget) (?:all|any|everything) (?:of )?(?:the |your |that |you )?' +
    '(?:previous|prior|above|earlier|preceding|were told|messages?|requests?|rules?)\\b',
  '\\bsystem (?:prompt|override|instruction|directive)s?\\b ?(?:[:\\]>]|from|to you)',
  '\\bsystem(?: message| note)? ?: ?(?:the |your |new )?(?:task|goal|objective|instructions?|priority)\\b',
  '<\\/?(?:information|system|instructions?|important|tool_result|function_call|system-reminder)>',
  '-- ?end of (?:the )?(?:tool |function |search )?(?:output|result|response|context|data)s? ?--',
  '\\[\\/?(?:inst|system|assistant)\\]|<\\|(?:im_start|im_end|system|user|assistant|endoftext)\\|>',
  '(?:^|\\n)#+ ?(?:system|instructions? to)\\b',
  // It speaks of the task that somebody else gave.
  '\\b(?:task|request|query|question|goal|objective)s? (?:that |which )?' +
    '(?:(?:i|we|the user|your user) (?:has |have |had )?(?:gave|given|asked|assigned|set)|you were given)\\b',
  "\\bthe user'?s? (?:original|initial|current|actual|real) (?:task|request|query|question)\\b",
  `\\b(?:before|instead of|prior to)\\b[^.\\n]{0,20}\\b${GOING_ON}` +
    `(?: with)? (?:the|your|this) (?:\\w+ ){0,2}${TASK}\\b`,
  '\\byour (?:new|real|actual|true) (?:task|job|goal|mission|objective|instructions?|role)\\b',
  '\\bthis is an? (?:\\w+ )?(?:message|instruction|request|order) from the (?:user|system|developer)\\b',
  // It keeps the person out of it.
  `\\b(?:do not|don't|never|without) ${TELL}\\b[^.\\n]{0,25}\\b${PERSON}\\b`,
  '\\bthe user has (?:already )?(?:authori[sz]ed|approved|requested|asked|instructed)\\b' +
    '[^.\\n]{0,60}\\b(?:you|agent|assistant|no (?:further )?confirmation|without)',
  '\\b(?:agreed|approved|authori[sz]ed|confirmed|cleared)\\b[^\\n]{0,40}' +
    '\\bno (?:need|reason) to (?:ask|confirm|check|verify)\\b',
  // It speaks of the model's tools.
  '\\byou (?:must|have to|need to|are (?:required|instructed|ordered|authori[sz]ed) to) ' +
    '(?:first |now |also |immediately |always |then )*(?:call|invoke|use|run|execute)\\b' +
    '[^.\\n]{0,40}\\b(?:tool|function)s?\\b',
].map((source) => new RegExp(source));

/** UTF-16 units that are read at once, and how far the next begin before their end. */
const READ = 32_000;
const OVERLAP = 500;

/** An answer is read for its record, then for its task's index: the last verdicts are kept, up to a bound. */
const MAX_KEPT = 1_000_000;
const MAX_VERDICTS = 1_000;
const verdicts = new Map<string, boolean>();
let kept = 0;

/** Whether a text gives orders to a model: in plain words, or disguised. Total; linear in the text. */
export function isHostile(text: string): boolean {
  const known = verdicts.get(text);
  if (known !== undefined) return known;
  const verdict = givesOrders(text);
  kept += text.length;
  verdicts.set(text, verdict);
  for (const [oldest] of verdicts) {
    if (kept <= MAX_KEPT && verdicts.size <= MAX_VERDICTS) break;
    verdicts.delete(oldest);
    kept -= oldest.length;
  }
  return verdict;
}

function givesOrders(text: string): boolean {
  for (let start = 0; start < text.length; start += READ - OVERLAP) {
    const forms = variantsOf(text.slice(start, start + READ));
    if (forms.some((one) => PATTERNS.some((pattern) => pattern.test(one)))) return true;
  }
  return false;
}
