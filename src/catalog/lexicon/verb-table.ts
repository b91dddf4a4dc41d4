// What English verbs do, by kind. A verb that is missing here is no evidence, and no evidence is `unknown`.

/**
 * `read` looks; `make` brings into being; `change` alters; `remove` ends; `undo` takes back; `tell` reaches
 * somebody; `pay` moves money; `run` sets something off; `allow` gives or takes a right; `approve` decides in
 * an authority's name; `become` acts as somebody else; `operate` moves something in the world; `manage` may
 * be any of these.
 */
export type VerbKind =
  | 'read'
  | 'make'
  | 'change'
  | 'remove'
  | 'undo'
  | 'tell'
  | 'pay'
  | 'run'
  | 'allow'
  | 'approve'
  | 'become'
  | 'operate'
  | 'manage';

export type VerbTable = { readonly [kind in VerbKind]?: string };

/** Hardly ever nouns or adjectives in the name of a tool: they count wherever they stand. */
export const SURE_VERBS: VerbTable = {
  read: `echo demonstrate derive infer quantify triangulate backtest troubleshoot recalculate
    recompute peruse hunt wait get list read search find describe show lookup browse
    retrieve inspect examine discover calculate compute summarize summarise analyze
    analyse explain convert validate verify enumerate view fetch detect predict
    estimate recommend suggest translate identify determine extract parse locate
    recall observe obtain display compare geocode classify look lint decode encode
    download see learn rank match scrape crawl aggregate transcribe think reason
    consume receive poll enrich whoami screenshot subtract sum multiply divide
    paraphrase proofread spellcheck tokenize recognize visualize diagnose introspect
    traverse paginate interpret tabulate correlate grep glob nslookup traceroute whois
    calc precheck autocomplete deduce assess forecast brainstorm elicit
    suchen lesen anzeigen auflisten abrufen ansehen nachschlagen rechercher lire afficher
    consulter buscar leer listar consultar mostrar obtener cercare leggere elencare
    visualizzare pesquisar exibir zoeken lezen tonen opvragen`,
  make: `hset sadd zadd lpush rpush setex xadd assemble construct produce replicate reproduce
    scaffold inject paste setup prepare regenerate synthesize synthesise animate
    illustrate stitch contribute introduce relist create add insert write append
    upload import save register attach generate put make submit persist enroll
    subscribe enqueue mint populate seed mkdir touch instantiate establish found
    prepend ingest preorder`,
  change: `dismiss acknowledge ack reopen toggle mute hide unhide unflag increment reset activate optimize
    finalize finalise deprecate sanitise integrate transcode unpublish adapt amplify anonymize pseudonymize
    arrange calibrate colorize combine consolidate
    curate dedupe defragment downsample upscale enhance enlarge flatten ungroup indent
    inline inpaint outpaint invert obfuscate override polish rearrange recalibrate
    recategorize reclassify reconcile reconnect rectify redact redesign redistribute
    redo reduce refine reinstate remap remediate remix repair reposition reshape
    restock restructure revise revive sharpen shrink shuffle simplify splice
    synchronize synchronise tidy transpose trim tweak unbind undelete unfreeze thaw
    unify unload unmap unmount unpack untar fulfil fulfill allocate reallocate harden
    emulate throttle localize mutate refactor upgrade downgrade update modify edit
    upsert rename move replace overwrite restore configure enable disable reprioritize
    reorder reschedule unstar unresolve assign unassign set adjust alter manipulate
    annotate customize unarchive unpin unlike unfollow dislike detach unlink unlock
    lock apply rotate organize reorganize reassign transition merge mark snooze
    unsnooze silence unsilence suppress unmute scale resize deescalate deduplicate
    normalize migrate redirect sanitize relocate amend rebase squash stash requeue
    retag untag unlabel renumber reindex rewrite reformat reconfigure relabel upvote
    downvote rsvp bookmark unbookmark refill postpone expedite triage escalate defer
    substitute unread unschedule backfill decrement incr decr untrash concatenate
    associate disassociate compress decompress unzip reroute categorise`,
  remove: `clear flush srem hdel lpop yank unset dissolve nuke deregister delist delete terminate remove drop
    purge destroy erase truncate wipe uninstall prune discard unregister void forget
    del rm evict expire teardown cleanup rmdir decommission dispose deallocate dequeue
    shred retract`,
  undo: `halt abandon discontinue cancel undo revert abort deactivate unsubscribe rescind`,
  tell: `advise prescribe apologize complain converse inquire enquire nudge relay solicit
    transmit urge warn crosspost reshare syndicate emit mention repost send publish
    notify broadcast announce forward reply respond consult remind inform congratulate
    greet resend rebroadcast outreach`,
  pay: `refuel acquire deduct procure reinvest undelegate redelegate airdrop recharge
    refinance repurchase pay purchase buy refund transfer withdraw donate invest
    deposit sell rent topup swap stake unstake remit reimburse disburse wager bet
    renew redeem prepay repay overpay payout liquidate rebalance hire outbid`,
  run: `materialize materialise rebuild resubmit replay recompile retrain finetune orchestrate reflash
    interact
    execute exec invoke evaluate spawn deploy install rerun interrupt reboot restart
    kickoff redeploy reload retrigger relaunch undeploy cordon uncordon drain
    bootstrap hibernate autorun reprocess reinstall debug dblclick swipe keypress
    uncheck`,
  allow: `expel empower exempt appoint isolate protect unprotect grant revoke ban unban
    provision deprovision promote demote unblock permit authorize authenticate
    delegate impose whitelist allowlist blacklist blocklist kick onboard offboard
    elevate quarantine unquarantine entitle reauthorize deauthorize unshare suspend
    unsuspend reactivate chmod chown expose`,
  approve: `decide certify attest notarize adjudicate overrule veto approve disapprove countersign ratify`,
  become: `impersonate sudo assume masquerade`,
  operate: `blink beep buzz eject actuate grab dispense shutdown poweroff turnon turnoff dim brighten
    preheat brew
    irrigate dock undock takeoff grasp mow sterilize`,
  manage: `maintain moderate oversee manage handle control administer`,
};

/** Also nouns: they count at the start, where nothing surer is in the name, or after "and" and "or". */
export const DOUBTFUL_VERBS: VerbTable = {
  read: `print latest current recent trending upcoming nearest nearby popular weather news
    research probe study recap guess usage level levels results result count check
    query diff preview scan select export peek ping test return provide access review
    measure status history head tail stat help info track compile ls cat top du df dir
    tree is has can exists watch quote solve plot render chart audit trace profile
    sample benchmark filter hash health version metadata schema stats statistics
    summary overview details state balance monitor gather ocr embed rerank sentiment decrypt
    route navigate investigate explore simulate introspection me`,
  make: `craft take propose catalog build load collect log report draft fork clone init new
    schedule stage commit push pull snapshot compose copy backup store duplicate
    record note plan mirror queue index cache file rsync mount zip tar cp design train`,
  change: `hold boost extrude bevel sculpt align bind blur clip collapse flip fold group mask mix pass
    refresh rewind round seal shift ship deliver slice smooth sort stack strip tune
    wrap zoom freeze conclude award reward nominate modulate prioritize categorize
    change patch checkout pin tag label star link close play seek skip open     archive sync follow resolve
    pause complete like
    favorite favourite join leave give switch format clean ignore
    vote crop rate mv finish resume flag claim extend compact split bump
    retire encrypt transform process correct fix
    raise lower advance map pair connect disconnect
    release expand shorten roll grade`,
  remove: `recycle burn trash empty kill pop`,
  undo: `stop end decline`,
  tell: `refer introduce prompt pitch signal petition invite email retweet tweet post mail
    message share comment call text request ask react chat contact answer dispatch
    alert ring page dm sms fax say speak whisper thank endorse`,
  pay: `credit debit fund sponsor escrow charge order trade tip book bid spend place reserve
    borrow lend capture wire exchange lease settle bridge short gift payment bill
    exercise`,
  run: `act retry fire flash step continue automate initiate rollout rollback failover input
    fill hover tap run trigger launch start eval shell bash command script sql click
    type press python node powershell terminal repl boot perform scroll drag pinch
    focus`,
  allow: `trust block allow auth login logout restrict enforce`,
  approve: `deny accept reject confirm sign`,
  operate: `honk pan tilt spin pump park summon jump dig equip harvest throw attack drive go hand turn
    steer fly walk pick lift heat cool arm disarm water vacuum feed land`,
};
