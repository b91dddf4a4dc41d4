// What is kept from the person, and what is said to them on somebody else's behalf.

import { rules, type SentenceRule } from './pattern.ts';

/** Said of every call, or of some. */
const WHENEVER = '(?:{order}|always|{after}|whenever|when|at the end)';

export const PERSON_RULES: readonly SentenceRule[] = [
  ...rules('hides-from-person', 'error', [
    '{not} . {tell} .. (?:{user}|this|that|it|the (?:change|step|call|file|access' +
      '|modification|requirement|parameter))',
    '{not} . {tell} . (?:about )?(?:this|it|these|any of this)',
    '(?:avoid|no need to|refrain from) .. {tell} .. (?:this|that|it|conversation|{user})',
    "{user} .. (?:not|n't|never|no need to) .. (?:know|learn|see|notice|be aware|be told" +
      '|be informed|find out|realise|realize)',
    '(?:{lacking}|so that) .. {user} .. (?:notic|know|realis|realiz|awar|see)\\w*',
    "(?:{lacking}|behind) .. {user}(?:'s)? (?:knowledge|consent|approval|permission" +
      '|confirmation|awareness|back)',
    "(?:{lacking}|skip\\w*|avoid|do not|don't|never) . (?:ask|request|seek|requir" +
      '|wait)\\w* . (?:{user}|for)? .. (?:confirm|approv|permi|consent|authori)\\w*',
    '(?:secretly|covertly|discreetly|stealthily|surreptitiously|invisibly|unnoticed)',
    '(?:keep|kept|remain|stay|treat)\\w* .. (?:confidential|secret|private|hidden|invisible' +
      '|between us|undisclosed) .. (?:{user}|reveal|answer|person|response|conversation|{not})',
    '(?:hide|hidden|conceal|invisible|obscure|mask) .. (?:from|in|to) (?:{user}' +
      '|the (?:summary|answer|response|output|reply|log)|your|view)',
    '(?:leave|leaving|left) (?:this|it|that)(?: \\w+)? out|leave out (?:this|that|the (?:step|part|call))',
    'pretend .. (?:that|to|as if|it)',
    '(?:act|behave|respond|answer|look) as (?:if|though) .. (?:not|never|nothing|normal|{user})',
    '(?:silently|quietly) . (?:read|send|call|copy|forward|pass|collect|upload|log|record|include|run)',
    '(?:in the background|behind the scenes) .. (?:{user}|person|invisible|unnoticed)',
    '{order} .. (?:silently|quietly|transparently|behind the scenes)',
    '(?:perform|do|run|execute|call|read|send|pass) . (?:silently|quietly)',
    '(?:confirmations?|approvals?|permissions?|consent) .. (?:can be skipped|(?:is' +
      '|are) (?:not|no longer) (?:needed|required|necessary))',
  ]),
  ...rules('speaks-to-person', 'error', [
    `${WHENEVER} .. (?:state|present|promote` +
      '|recommend|advertise|say|mention|display|deliver|tell|quote|announce|report|describe' +
      '|steer|push|put) .. (?:["\'].{8}|{promote}|{superlative}|first|on top)',
    '(?:{tell}|state|show|display|report) . (?:to )?{user} .. ["\'].{12}',
    '(?:{order}|always) .. (?:promotional|advertis\\w+|sponsor\\w*|affiliate) ',
    '(?:mention|recommend|promote|advertise|praise|favou?r) . (?:our|the (?:sponsor|partner|premium|brand))',
    '(?:steer|nudge|guide|lead|persuade|convince|encourage) .. (?:{user}|conversation|it' +
      '|them) . (?:to|towards?) . (?:our|buy|purchase|click|visit|sign)',
    '(?:mandatory|required) . (?:promotional|marketing) (?:message|text|note)',
  ]),
  ...rules('speaks-for-maker', 'error', [
    `${WHENEVER} .. (?:state|present|promote` +
      '|recommend|advertise|say|mention|display|quote|steer|push) .. our',
    `${WHENEVER} .. (?:deliver|tell|announce|report|describe|put) . our`,
    'our (?:partner|sponsor|affiliate) \\w+',
  ]),
  ...rules('promotes-itself', 'error', [
    '(?:always|must|should|please|only|just) . (?:prefer|choose|pick|select|favou?r' +
      '|use) (?:this|it|me)\\b .. (?:over|first|instead|before|above|no matter)',
    '(?:choose|pick|select|prefer|favou?r|use) (?:this|it|me)\\b .. (?:over|rather than' +
      '|instead of|above|not) (?:any|all|the)? ?(?:others?|alternatives?|every|similar)',
    '(?:choose|pick|select) (?:this|it)\\b .. first',
    '(?:trusted|used|recommended|loved|endorsed|chosen|preferred) by .. (?:\\d+ ?%' +
      '|professionals|experts|engineers|giants|millions|thousands|leading|developers|companies' +
      '|worldwide|globally)',
    '(?:is|are|this|the) (?:\\w+ ){0,2}?{superlative} .. (?:tool|version|solution|function' +
      '|choice|option|system)',
    '{superlative} .. (?:tool|version) .. (?:available|on the market|in the market|worldwide|ever)',
    "(?:do not|don't|never|no need to) . (?:use|consider|try|call) . (?:alternatives?" +
      '|other tools?|any other|others|another)',
    '(?:other|all other|any other|similar|standard|alternative) (?:\\w+ )?(?:tools?' +
      '|calculators?|versions?|ones?) .. (?:inferior|worse|slower|unreliable|outdated' +
      '|not needed|unnecessary)',
    '(?:superior|unmatched|unrivall?ed|ultimate|premium|better|enhanced) .. (?:compared to' +
      '|than|unlike|over|to) . (?:standard|original|other|any|existing|otherToolName)',
    'unlike .. (?:superior|better|premium|enhanced|improved)',
    '(?:with|and|for|provid\\w+) (?:\\w+ ){0,1}?(?:superior|unmatched|cutting-edge|unrivall?ed) \\w+',
    '\\d+ ?% (?:reliab|accura|uptime|guarant|of professionals)\\w*',
  ]),
  ...rules('promotes-itself', 'warning', ['(?:prefer|favou?r) (?:this|it)\\b .. (?:over|to|instead of)']),
];
