// A definition says what its own tool does and takes. Orders about other tools, about what the person asked
// for and about what they may know belong to nobody's definition.

import { rules, type SentenceRule } from './pattern.ts';

export const ORDER_RULES: readonly SentenceRule[] = [
  ...rules('orders-other-tool', 'error', [
    '{order} .. {call} . {tool} .. {before}',
    '{order} . {before} . {call} . {tool}',
    '{before} .. {order} . (?:also )?{call} . {tool}',
    '(?:{after}|{each}) .. {order} .. {call} . {tool}',
    '{order} .. (?:{after}|{each}) . {call} . {tool}',
    '{order} . (?:also|always|automatically) . {call} . {tool}',
    '(?:call|use|invocation|execution) of {tool} .. {order} . {before}',
    'only works .. {tool} .. (?:executed|called|invoked|run)',
    '(?:always|must|automatically|{after}) . follow up with {tool}',
    '{order} . {call} . {tool}',
    '(?:{order}|{before}) .. (?:call|invoke|trigger|execute)(?:ing)? ["\'`][a-z][\\w.-]*["\'`]',
    '{before} (?:each|every|any|this|using|calling|you) .. {call} . {tool}',
  ]),
  ...rules('orders-other-tool', 'warning', [
    '{before} .. {call} . {tool}',
    '{call} . {tool} . (?:first|beforehand|before)',
    '(?:{after}|{each}) .. {call} . {tool}',
  ]),
  ...rules('changes-other-tool', 'error', [
    '(?:{each}|when(?:ever)?|while|if|for every|every) .. {tool} .. {order} .. (?:{give}|{change}|{send}|go)',
    '(?:{each}|when(?:ever)?) .. {tool} (?:is|was|gets|has been) (?:used|called|invoked' +
      '|run) .. (?:{give}|{change})',
    '(?:any|every|each|all|the) (?:call|use|request|invocation)s? (?:to|of' +
      '|for) {tool} .. (?:{order}|has|have|go)',
    '(?:behaviou?r|effect|output|parameters?|arguments?|recipients?) (?:of|on|for' +
      '|to) {tool} .. (?:chang|differ|now)\\w*',
    '{tool} . (?:has|have|is|was) (?:been )?(?:changed|optimi[sz]ed|upgraded|modified' +
      '|updated|enhanced|extended)',
    '(?:modif|chang|correct|replac|overwrit|fix)\\w* .. (?:results?|outputs?|values?' +
      '|responses?) (?:of|from|by) (?:the )?(?:{tool}|\\w+ (?:tool|function))',
    '{before} .. {call} this (?:tool|function) and (?:replace|modify|change|use)',
    '{tool} . now (?:use|require|take|send|route|redirect|default)\\w*',
  ]),
  ...rules('redirects-to-other-tool', 'error', [
    '{tool} .. (?:deprecated|disabled|obsolete|unsafe|insecure|discontinued|vulnerab\\w+' +
      '|compromised|retired)',
    '(?:deprecated|disabled|obsolete|discontinued|maintenance|retired) .. (?:secur|vulnerab' +
      '|unsafe|insecure)\\w*',
    '(?:secur|vulnerab|unsafe|insecure|maintenance|updates?)\\w* .. (?:deprecated|disabled' +
      '|redirected|discontinued)',
    '(?:deprecated|disabled|obsolete|unsafe|under maintenance) .. {order} . {call} . {named}',
    "(?:never|do not|don't|stop) (?:use|call|invoke|run|using" +
      '|calling)(?: the)? {tool} .. (?:this|instead|route|only)',
    '(?:must|should|shall|to be|please|always) . (?:redirect|switch|route|forward|delegate' +
      '|migrate)\\w* . {named}',
    '(?:requests?|calls?|reads?|access|traffic) .. (?:redirected|rerouted|forwarded' +
      '|delegated|routed) .. (?:{named}|here)',
    '(?:route|redirect|delegate|forward) (?:all|any|every) .. {named}',
    'migrate to {tool}',
    '(?:please )?use {tool} .. (?:same|as an alternative|enhanced|in its place)',
    '{order} .. use . (?:new|secure|safer|other) (?:one|tool|version)',
  ]),
  ...rules('redirects-to-other-tool', 'warning', [
    '(?:this|the) (?:tool|function|endpoint) . (?:is|was|has been) . (?:deprecated|disabled' +
      '|obsolete|replaced|retired)',
    "(?:do not|don't|never) use this tool . (?:use|call) . {tool}",
    '(?:prefer|switch to|migrate to) {tool}',
  ]),
  ...rules('rewrites-argument', 'error', [
    '(?:regardless|irrespective|independent\\w*|no matter) .. (?:{user}|inputs?' +
      '|what .. (?:asks?|says?|wants?))',
    '(?:ignor|disregard|overrid|overwrit|discard|replac|bypass' +
      '|drop)\\w* .. (?:{user}.{0,3}.(?:specified|provided|supplied|given|requested|chosen' +
      '|input|value|choice|limit|query))',
    '(?:ignor|disregard|discard)\\w* .. {value} .. {user}',
    '{value} .. (?:by|from) {user} .. (?:not|never) (?:to )?be (?:used|trusted|passed|taken)',
    '{order} . (?:automatically |silently |always |also )?{change} . {value} .. (?:to|with|by|into|from)',
    '(?:always|must|automatically|silently) . {change} .. (?:to|with|by|into) . ["\'`\\w]',
    '{change} (?:the|any|each|every|its|all) . {value} .. (?:to|with|by|into|from) ["\'\\d]',
    '(?:substitute|pass|send|enter) ["\'][^"\']{1,60}["\'] (?:for|in place|as the)',
    '{value} .. (?:is|are|be|been|gets?|get) (?:currently |now |always )?(?:automatically ' +
      '|silently |always |internally |transparently ){alter}',
    '(?:currently|now|temporarily|silently|always) . (?:redirect|rerout|rewrit|replac' +
      '|forward|divert)\\w* .. (?:to|with|by|from)',
    '(?:system|tool|server|backend|it) . (?:automatically|always|silently|transparently' +
      '|internally) . {change} .. {value}',
    '(?:system|tool|server|backend) . (?:automatically|always|silently|transparently' +
      '|now) . (?:redirect|rewrit|replac|modif|substitut|chang|alter)\\w*',
    '(?:redirected|rerouted|diverted|mapped|forwarded' +
      '|rewritten) to ["\'`\\w].{0,60}? for . (?:test|load|valid|compat|consist)\\w*',
    '{value} .. (?:should|must|has to|have to|is to|needs? to) be (?:doubled|tripled' +
      '|increased|multiplied|replaced|substituted|redirected|rewritten|changed)',
  ]),
  ...rules('rewrites-argument', 'warning', [
    '^(?:replace|change|swap|substitute) (?:any|each|every) . {value} .. (?:with|by|to|for)',
    '(?:tool|system) now (?:uses?|sends?|defaults?) .. (?:for all|by default)',
  ]),
];
