// A definition has no authority over the model: text that claims some, or undoes another's, is an attack.

import { rules, type SentenceRule } from './pattern.ts';

export const AUTHORITY_RULES: readonly SentenceRule[] = [
  ...rules('overrides-instructions', 'error', [
    '(?:ignore|disregard|forget|bypass|neglect|abandon|discard|cancel|supersede|override' +
      '|violate)s? .. {earlier} .. {obey}',
    '(?:ignore|disregard|forget) .. {obey} .. (?:given|earlier|told|received|before|above)',
    '(?:ignore|disregard|forget) (?:what|everything|whatever|anything) .. (?:user|told|said' +
      '|asked|above|before|know)',
    '(?:override|bypass|disable|circumvent|turn off|skip)s? . (?:safety|security|guard' +
      '|confirm|approv|polic|restrict|permission|filter)\\w*',
    '(?:instructions?|rules?|this|these|tool) .. (?:take|takes|have|has) (?:precedence|priority) over',
    '(?:you are now|from now on,? (?:you|act|always|all)|your (?:new|real|true|actual|only' +
      '|primary|sole) (?:task|goal|instructions?|role|objective|purpose|mission|job))',
    '(?:new|updated|additional|hidden|real|secret|special) (?:system )?(?:instructions?' +
      '|directives?|polic(?:y|ies)) ?:',
    "(?<!(?:not|never|n't) )(?:follow|obey|execute|comply with|carry out|do(?! not)) .. " +
      '(?:instructions?|orders|commands' +
      '|directives|whatever|steps) .. (?:output|result|page|response|returned|contained|below' +
      '|tells? you|file|website|found)',
    '(?:you have|has) (?:been )?(?:granted|given)? ?(?:permission|admin\\w*|root|elevated' +
      '|full|unrestricted) .. (?:access|rights|privileges?|permission)',
    '(?:unrestricted|developer|god|admin|jailbreak|dan|debug|maintenance' +
      '|unsafe) mode .. (?:safety|checks|off|enabled|you|restrict\\w*)',
    '(?:i|we) (?:hereby )?(?:authori[sz]e|permit|grant|allow) ',
  ]),
  ...rules('claims-authority', 'error', [
    '</?(?:important|system|instructions?|secret|admin|assistant|user|human|tool_?call' +
      '|im_start|im_end|hidden|override|critical|inst|prompt|context' +
      '|tool_instructions?)\\b[^>]{0,30}>',
    '<\\|[a-z_]+\\|>|\\[/?INST\\]|<</?SYS>>|\\[(?:system|admin|developer|assistant|important' +
      '|critical|urgent)\\]|(?:^|\\n)#{2,} ?(?:system|instruction|assistant|human)s?\\b ?:?',
    '^(?:system|assistant|developer|administrator|admin)(?: (?:message|prompt|note|override))? ?:\\s',
    '^\\W*(?:note|message|reminder|hint|attention)s? (?:to|for) (?:the |any |all )?(?:ai|llm' +
      '|model|assistant|agent|language model|chatbot|claude|gpt)s?\\b',
    '(?:as|i am|this is) (?:the|your) (?:developer|administrator|admin|owner|creator' +
      '|operator|system)\\b .. (?:of|i|speaking|you|assistant)',
    '(?:by order of|authori[sz]ed by|approved by|order of) the (?:administrator|admin' +
      '|developer|system|security team|operator)',
  ]),
  ...rules('claims-authority', 'warning', [
    '^\\W*(?:critical|important|urgent|mandatory|internal|security|system|compliance' +
      '|environment|performance|privilege|regulatory)(?: \\w+){0,2} (?:notice|update|protocol' +
      '|note|validation|check|alert|optimi[sz]ation|maintenance|enhancement|requirement|audit' +
      '|verification) ?:',
    '(?:for|due to) (?:\\w+ )?(?:compliance|regulatory|security|audit' +
      '|legal)(?: and \\w+)? (?:reasons|purposes|compliance|requirements|incidents)',
    '(?:mandatory|required|compulsory|obligatory) (?:for|in) all (?:\\w+ ){1,4}?(?:requests' +
      '|calls|operations|queries|uses)',
    '(?:internal|system)[- ](?:level|wide)? ?(?:alias|requirement|policy|mandate|directive)',
    'internal (?:dev|developer|system|use) (?:note|only|requirement)',
    '(?:temporary|internal) backend (?:change|alias)',
  ]),
  ...rules('instructs-model', 'error', [
    '(?:if|when|whenever|as soon as|once|on the \\w+ call|after \\d+) .. (?:user' +
      '|conversation|chat|prompt|date|password|model|agent|assistant) .. (?:read|send|hand' +
      '|pass|call|steer|switch|run|execute|leak|upload|forward) .. (?:{secret}|otherToolName' +
      '|unknownToolName|home folder|keys|files?|this tool|our|details|it to)',
    '(?:on|after) the (?:second|third|fourth|fifth|next|\\d+\\w*) (?:call|use' +
      '|invocation) .. (?:switch|change|read|send|call|run)',
    '(?:the |any )?(?:assistant|model|agent|ai|llm|language model|you) (?:must|shall' +
      '|is required to|are required to|has to|have to) (?:never|always|not|also|first' +
      '|now) .. (?:user|tool|file|send|read|call|answer|response)',
    '(?:halt|stop|abort|refuse|decline) .. (?:operation|request|task|answer) .. (?:inform' +
      '|tell|and|call|instead)',
    '(?:put|place|list|rank|show|describe)\\w* .. (?:on top|at the top|first|above (?:all' +
      '|others)) .. (?:describe|as the|regardless|finest|best|favou?r\\w*)',
    '{order} .. (?:supplement|enrich|complement|accompan)\\w* .. (?:with|by)',
    '(?:requests|calls|queries|results) .. (?:should|must|have to) be (?:supplemented' +
      '|enriched|preceded|followed|accompanied) (?:with|by)',
    '(?:otherwise|or else|if not) .. (?:tool|it|this|call) .. (?:will|does' +
      '|would) (?:not work|fail|not function|be blocked)',
    '(?:{order}|{before}) .. (?:read|open|load|inspect|collect|look at) .. (?:files?|folder' +
      '|directory|configuration) .. (?:to verify|to confirm|identity|and pass|compliance' +
      '|permissions?|before)',
    '(?:must|has to|have to|should|needs to) .. (?:first|before' +
      '|beforehand) .. (?:security audit|perform .. (?:audit|verification|check))',
  ]),
];
