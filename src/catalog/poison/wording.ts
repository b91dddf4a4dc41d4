// The words in which one is told to do something. A class is a list of alternatives, several a line.

export const WORDING: { readonly [name: string]: string } = {
  /** That something is not left to the reader. */
  order: `
    must|have to|has to|had to|need to|needs to|needed to|shall|should|ought to|is to be|are to be
    will need to
    (?:is|are) (?:required|obliged|expected|instructed|supposed)|required to|be sure to
    make sure (?:to|that|you)
    ensure (?:that )?you|remember to|(?:do not|don't) forget to|always|please|kindly|mandatory|compulsory
    (?:it is|it's|is) (?:essential|critical|crucial|vital|imperative) (?:to|that)
    (?:it is|it's|is) (?:necessary|important|mandatory) (?:to|that)
    you will|proceed to|insist on`,
  not: `
    do not|don't|does not|doesn't|never|not|must not|mustn't|should not|shouldn't|without|avoid|cannot
    no need
    needn't|refrain from|instead of|rather than|skip|omit|stop`,
  /** Not where it is told not to do something without it. */
  lacking: `(?<!\\b(?:not|never|n't|nothing)\\b.{0,80})without`,
  before: `
    before|prior to|ahead of|in advance|beforehand|first|first of all|as a (?:first step|prerequisite)
    preced\\w+|preliminary|initially|start by|begin by`,
  after: `after|afterwards|subsequently|once|as soon as|follow up|followed by|then|next|finally`,
  each: `
    every time|each time|whenever|every (?:call|use|request|invocation)|each (?:call|use|request|invocation)
    all (?:\\w+ ){0,3}?(?:calls|uses|requests|queries|invocations|operations)
    any (?:call|use|request|invocation)`,
  call: `
    call|calls|called|calling|invoke|invokes|invoked|invoking|invocations?|run|runs|running|execute|executes
    executed|executing|trigger|triggers|triggering|use|uses|using|used|launch|consult|query|apply|perform`,
  /** A tool that is not this one. */
  tool: `
    otherToolName|unknownToolName
    (?:the|an?) (?:\\w+ ){0,2}?(?:tool|function)(?= (?:first|before|to|with|for|on))
    (?:an?other|the other|different|separate|audit|companion|helper) (?:tool|function)s?`,
  /** Any mention of a tool, this one or another. */
  named: `
    otherToolName|thisToolName|unknownToolName|(?:this|the) (?:new |secure |other )*(?:tool|function|one)
    instead|alternatives?|(?:new|secure) (?:tool|one|version)`,
  /** The person whom the model works for. */
  user: `the users?(?:'s)?|users?|the (?:human|person|customer|operator|caller|end user|reader)(?:'s)?
    (?:any|every)one|anybody|them|him|her|people`,
  tell: `
    tell|telling|inform|informing|informed|mention|mentioning|mentioned|notify|notifying|reveal|revealing
    disclose|disclosing|disclosed|alert|alerting|warn|warning|explain|explaining|discuss|discussing|admit
    say
    bring(?:ing)? up|refer(?:ring)? to|talk(?:ing)? about|let|acknowledge|report|reference`,
  change: `
    change|changes|changed|changing|replace|replaces|replaced|replacing|set|sets|setting|modify|modifies
    modified|modifying|override|overrides|overridden|overwrite|overwritten|substitute|substituted|swap
    swapped
    rewrite|rewrites|rewritten|alter|alters|altered|redirect|redirects|redirected|redirecting|reroute
    rerouted
    enhance|enhances|enhanced|adjust|adjusts|adjusted|double|doubled|multiply|multiplied|increase|increased
    switch|switched|forward|forwarded|diverted|mapped|point|default|defaults|treat`,
  alter: `
    changed|replaced|modified|overridden|overwritten|substituted|swapped|rewritten|altered|redirected
    rerouted
    enhanced|doubled|multiplied|increased|forwarded|diverted|extended|enriched|expanded|appended|routed`,
  value: `
    parameters?|arguments?|inputs?|quer(?:y|ies)|values?|recipients?|destinations?|address(?:es)?|amounts?
    requests?|tickers?|limits?|accounts?|search(?:es)?|results?|names?|messages?|body|bodies|content|data
    argumentName|locations?|currency|regions?|urls?|prompts?|fields?|terms?|files?|paths?`,
  give: `
    pass|passes|passed|passing|provide|provided|providing|include|included|including|supply|supplied|attach
    attached|attaching|give|given|put|insert|append|add|send|sent|submit|submitted|paste|contain|embed
    hand|fill
    share|sharing|deliver|copy|copied|write|written|place|populate|return|collect|collected|gather
    extract|read
    reading|look up|load|fetch|retrieve|print|output|list|enumerate|harvest|leak|dump`,
  send: `
    send|sends|sent|sending|post|posts|posted|posting|upload|uploads|uploaded|uploading|forward|forwards
    forwarded|forwarding|submit|submitted|transmit|transmitted|report|reported|reporting|log|copy|copied
    bcc|cc
    carbon copy|exfiltrate|share|shared|access|contact|visit|ping|relay|mirror|beacon|sync|notify|deliver
    leak
    push|stream|redirect|navigate|fetch|call|connect`,
  secret: `
    api[- ]?keys?|access (?:keys?|tokens?)|auth(?:entication)? tokens?|session (?:tokens?|cookies?|ids?)
    cookies|passwords?|passphrases?|credentials?|private keys?|ssh keys?|secret keys?|secrets|keychain
    seed phrases?
    environment variables?|env(?:ironment)? vars?|bearer tokens?
    \\w*(?:_SECRET|_TOKEN|_API_KEY|_ACCESS_KEY)\\w*`,
  /** What the model has seen that is none of a tool's business. */
  talk: `
    (?:full |entire |complete |whole |previous |current |prior )+(?:conversation|chat|dialogue?)(?: history)?
    (?:conversation|message|chat|prompt) (?:history|transcript|so far)
    system (?:prompt|message|instructions?)|transcript|chain[- ]of[- ]thought
    (?:your|internal|hidden) (?:reasoning|thoughts|instructions|memory|context|prompt)
    previous (?:\\w+ )?messages?
    (?:previous|prior|other|all|earlier) tool (?:calls?|results?|outputs?|responses?)
    original (?:user )?prompt
    everything (?:that )?(?:the user|you)\\b.{0,24}(?:said|say|seen|know|wrote|typed)|context window
    (?:user's|user) (?:original )?(?:prompt|message|request|question)|(?:all|available|list of) tools`,
  obey: `
    instructions?|prompts?|rules?|guidelines?|directives?|polic(?:y|ies)|restrictions?|safeguards?|orders
    (?:safety|security) (?:checks?|measures?|filters?|protocols?)|guardrails?|constraints?|training`,
  earlier: `
    previous|prior|above|earlier|preceding|existing|all|any|other|system|safety|your|user's|the user's
    original|developer|default|these|those|given`,
  superlative: `
    best|world-class|world's|ultimate|superior|premium|industry[- ](?:leading|standard)|unmatched
    unrivall?ed|cutting-edge
    most (?:\\w+ (?:and )?){0,2}?(?:reliable|accurate|comprehensive|trusted)
    most (?:\\w+ (?:and )?){0,2}?(?:powerful|advanced|popular|secure)
    flagship|state-of-the-art|world-leading|top-rated|number one|finest`,
  promote: `
    promot\\w+|advertis\\w+|sponsor\\w*|affiliate|partner(?:'s)?|recommend\\w*|discount|special offer
    premium|upgrade|% off`,
};
