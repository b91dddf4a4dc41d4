// What a verb does to a noun, as one table: the first line that fits decides. Words stand for themselves,
// `@kind` for every noun of the kind. What a thing is about stands before it (an access log is a log), so
// most lines ask for the head, the noun that the verb is done to.

import type { Effect } from '../../kernel/state.ts';
import type { VerbKind } from './verb-table.ts';

export interface EffectRule {
  readonly kind: VerbKind;
  /** Plain forms; absent: every verb of the kind. */
  readonly verbs?: string;
  readonly head?: string;
  /** Some word beside the verb. */
  readonly any?: string;
  /** No word beside the verb. */
  readonly not?: string;
  readonly does: readonly Effect[];
}

const PEOPLE_LISTS =
  'template templates list filter rule label folder group signature settings queue type thread';
const COMPUTED = `deeplink link report url urls snippet preview summary suggestion suggestions configuration
    config statistics stats quote estimate embedding embeddings password passphrase uuid hash
    checksum random number name chart graph diagram query sql route thumbnail text caption
    response answer completion insight insights outline recommendation recommendations
    explanation types type code regex`;
/** Codes and passwords that open something for others. */
const GIVEN_OUT =
  '@authority access discount coupon promo backup recovery gift invite verification door entry';
const SETTINGS = `temperature brightness volume thermostat color colour speed fan hvac mode channel heat
  cooling   humidity playback music media song position setpoint target angle`;
const JUDGED = `arithmetic math mathematical formula equation risk model performance quality score credit
    eligibility options condition policy answer answers response impact feasibility candidate
    readability sentiment`;
const QUESTIONS = `search report diagnostics diagnostic check analysis lookup panel log logs metric metrics
  render   analytics aggregation promql logql jql kql lucene`;
const LOOKED_AT =
  'file page document folder image node nodes book dataset spreadsheet record article notebook';
const PLANNED = 'manifest manifests changes plan migration migrations chart yaml';
const MACHINES = '@machine @mover';

const READ: readonly EffectRule[] = [
  { kind: 'read', verbs: 'convert', any: 'points miles funds crypto tokens balance cash', does: ['spend'] },
  { kind: 'read', verbs: 'ping', any: '@person member channel team everyone contact', does: ['send'] },
  { kind: 'read', verbs: 'export', any: 'file disk path', does: ['read', 'write'] },
  { kind: 'read', verbs: 'return', any: 'order item items product package purchase rma', does: ['write'] },
  { kind: 'read', verbs: 'receive', any: 'goods shipment inventory payment stock', does: ['write'] },
  { kind: 'read', verbs: 'provide', any: 'feedback rating review input answer', does: ['send'] },
  { kind: 'read', verbs: 'elicit', does: ['send'] },
  { kind: 'read', verbs: 'test', any: 'workflow automation pipeline', does: ['execute'] },
  {
    kind: 'read',
    verbs: 'select',
    any: 'option dropdown checkbox radio button element menu',
    does: ['write', 'send', 'execute'],
  },
  { kind: 'read', verbs: 'test', any: 'webhook notification alert contact receiver', does: ['send'] },
  {
    kind: 'read',
    verbs: 'navigate',
    any: 'room point waypoint pose location dock position',
    does: ['execute'],
  },
  { kind: 'read', verbs: 'collect gather', any: '@money', does: ['spend'] },
  { kind: 'read', verbs: 'convert', any: 'lead prospect opportunity quote trial', does: ['write'] },
  {
    kind: 'read',
    verbs: 'match',
    head: 'transaction transactions invoice invoices payment',
    does: ['write'],
  },
  { kind: 'read', verbs: 'balance', any: 'load portfolio cluster', does: ['write'] },
  {
    kind: 'read',
    verbs: 'monitor',
    not: 'status health traffic progress level performance metrics congestion',
    does: ['write'],
  },
  { kind: 'read', verbs: 'track', any: 'event conversion expense time habit', does: ['write'] },
  { kind: 'read', verbs: 'watch', any: 'repository repo issue thread', does: ['write'] },
  { kind: 'read', does: ['read'] },
];

const MAKE: readonly EffectRule[] = [
  { kind: 'make', verbs: 'subscribe', any: 'plan paid tier premium', does: ['spend'] },
  { kind: 'make', verbs: 'make create place submit preorder', head: '@deal @money', does: ['spend'] },
  { kind: 'make', verbs: 'add load', head: '@money', does: ['spend'] },
  { kind: 'make', head: 'code codes pin', any: 'access door entry', does: ['admin'] },
  { kind: 'make', verbs: 'make', any: 'public private visible', does: ['admin'] },
  { kind: 'make', any: 'ingress inbound firewall security', head: 'rule rules port group', does: ['admin'] },
  { kind: 'make', any: 'oauth saml sso scim oidc', does: ['admin'] },
  { kind: 'make', verbs: 'generate create', any: 'qr barcode', does: ['read'] },
  { kind: 'make', verbs: 'upload attach', any: 'channel', does: ['send'] },
  { kind: 'make', verbs: 'attach', not: '@authority', does: ['write'] },
  { kind: 'make', verbs: 'load', any: 'page url', does: ['read'] },
  { kind: 'make', verbs: 'draft', does: ['write'] },
  { kind: 'make', any: 'draft drafts', not: 'publish', does: ['write'] },
  {
    kind: 'make',
    verbs: 'generate compute compose design',
    head: COMPUTED,
    not: GIVEN_OUT,
    does: ['read'],
  },
  { kind: 'make', any: 'shareable', does: ['admin', 'send'] },
  {
    kind: 'make',
    head: 'link',
    any: 'share shared sharing invite file folder document calendar album access item',
    does: ['admin', 'send'],
  },
  { kind: 'make', any: 'screenshot', does: ['read'] },
  { kind: 'make', head: 'webhook webhooks hook', does: ['admin', 'send', 'write'] },
  { kind: 'make', head: '@automation', does: ['write', 'execute', 'send'] },
  { kind: 'make', verbs: 'import store save log record backup upload', head: '@secret', does: ['write'] },
  { kind: 'make', verbs: 'log record note store save', does: ['write'] },
  { kind: 'make', any: 'call phonecall phone', not: 'log', does: ['send'] },
  { kind: 'make', head: 'refund payout', does: ['spend'] },
  { kind: 'make', verbs: 'schedule queue', head: '@money', does: ['spend'] },
  { kind: 'make', verbs: 'schedule', head: '@public', does: ['send'] },
  { kind: 'make', verbs: 'add', head: 'user users', does: ['admin'] },
  { kind: 'make', head: PEOPLE_LISTS, any: '@message', does: ['write'] },
  { kind: 'make', any: '@message', not: '@holding status item campaign', does: ['send'] },
  { kind: 'make', head: '@message', does: ['send'] },
  {
    kind: 'make',
    verbs: 'submit',
    head: 'form contact application feedback request claim ticket',
    does: ['send'],
  },
  { kind: 'make', verbs: 'submit', head: 'job workflow batch run', does: ['execute'] },
  {
    kind: 'make',
    head: 'key keys',
    any: 'api access private encryption ssh signing license deploy',
    does: ['admin'],
  },
  { kind: 'make', head: '@authority @secret', does: ['admin'] },
  { kind: 'make', any: 'role permission permissions privilege', does: ['admin'] },
  { kind: 'make', head: '@person', does: ['admin'] },
  { kind: 'make', verbs: 'add', head: 'member members', does: ['admin'] },
  { kind: 'make', head: '@public', does: ['send'] },
  { kind: 'make', head: 'run execution deployment rollout', does: ['execute'] },
  { kind: 'make', verbs: 'create submit', head: 'dispatch', does: ['execute', 'send'] },
  { kind: 'make', any: 'dispatch', does: ['execute', 'send'] },
  { kind: 'make', head: '@mover', does: ['execute'] },
  { kind: 'make', verbs: 'schedule', any: '@machine @program', does: ['execute'] },
  { kind: 'make', verbs: 'train', any: 'model', does: ['execute'] },
  {
    kind: 'make',
    verbs: 'create generate make',
    head: 'label',
    any: 'shipment shipping postage',
    does: ['spend', 'write'],
  },
  { kind: 'make', verbs: 'create', head: '@board', does: ['write', 'send'] },
  { kind: 'make', does: ['write'] },
];

const CHANGE: readonly EffectRule[] = [
  { kind: 'change', verbs: 'clean', any: 'temp temporary cache files data logs', does: ['delete'] },
  { kind: 'change', verbs: 'move', any: 'mouse cursor axes axis', does: ['execute'] },
  { kind: 'change', verbs: 'change set update', head: 'owner owners ownership', does: ['admin'] },
  { kind: 'change', head: '@money', any: 'scheduled recurring standing', does: ['spend'] },
  { kind: 'change', verbs: 'leave', any: '@message @public', does: ['send'] },
  { kind: 'change', verbs: 'move release lock unlock process', head: '@money', does: ['spend'] },
  {
    kind: 'change',
    verbs: 'update modify change edit amend replace adjust',
    head: 'order orders',
    does: ['spend', 'write'],
  },
  {
    kind: 'change',
    verbs: 'change upgrade downgrade switch',
    any: 'plan subscription tier',
    does: ['spend', 'write'],
  },
  {
    kind: 'change',
    verbs: 'resolve',
    any: 'id ids name hostname address dns uri url symbol path dependency library version',
    does: ['read'],
  },
  { kind: 'change', verbs: 'map', any: 'website site url page', does: ['read'] },
  {
    kind: 'change',
    verbs: 'set switch change',
    any: 'active default current',
    head: '@person',
    does: ['write'],
  },
  { kind: 'change', verbs: 'expand shorten', any: 'url link', does: ['read'] },
  {
    kind: 'change',
    verbs: 'transform format sort rewrite rephrase correct',
    any: 'text string json xml list numbers grammar',
    does: ['read'],
  },
  { kind: 'change', verbs: 'open', any: LOOKED_AT, not: 'access pull', does: ['read'] },
  { kind: 'change', verbs: 'open', any: 'app application program browser', does: ['execute'] },
  { kind: 'change', verbs: 'open', any: 'issue ticket incident', does: ['write', 'send'] },
  { kind: 'change', verbs: 'open close', any: 'position account', does: ['spend'] },
  { kind: 'change', verbs: 'follow like unlike star', does: ['write'] },
  { kind: 'change', verbs: 'unlock', any: MACHINES, does: ['admin', 'write'] },
  {
    kind: 'change',
    verbs: 'assign unassign reassign tag mark mute unmute',
    head: '@person @authority',
    any: '@shared deal lead case task conversation call shift',
    does: ['write'],
  },
  {
    kind: 'change',
    verbs: 'follow unfollow mute unmute tag mark rate score upvote favorite flag',
    head: '@person',
    does: ['write'],
  },
  {
    kind: 'change',
    head: 'key keys',
    not: 'api access private encryption ssh signing license deploy kms',
    does: ['write'],
  },
  { kind: 'change', verbs: 'move', any: 'trash bin', does: ['delete'] },
  { kind: 'change', verbs: 'open close', head: 'port ports', does: ['admin'] },
  {
    kind: 'change',
    any: 'ingress inbound firewall security',
    head: 'rule rules port group',
    does: ['admin'],
  },
  { kind: 'change', verbs: 'categorize categorise', any: 'text document image message', does: ['read'] },
  { kind: 'change', verbs: 'move rename copy', head: '@person', does: ['write'] },
  { kind: 'change', head: '@authority @secret @person', does: ['admin'] },
  { kind: 'change', any: 'oauth saml sso scim oidc', does: ['admin'] },
  { kind: 'change', any: 'role roles permission permissions password mfa 2fa sso acl', does: ['admin'] },
  { kind: 'change', verbs: 'enable disable', any: 'authentication twofactor passwordless', does: ['admin'] },
  {
    kind: 'change',
    verbs: `set adjust activate toggle switch open close lock play pause resume skip seek enable disable
    scale raise lower`,
    any: MACHINES,
    does: ['execute'],
  },
  {
    kind: 'change',
    verbs: 'set adjust play pause resume skip seek raise lower change',
    head: SETTINGS,
    does: ['execute'],
  },
  { kind: 'change', verbs: 'apply', any: PLANNED, does: ['execute', 'write'] },
  { kind: 'change', verbs: 'apply', any: 'job position program grant', does: ['send'] },
  { kind: 'change', verbs: 'pause resume restore migrate release', any: '@host', does: ['execute', 'write'] },
  { kind: 'change', any: 'dispatch', does: ['execute', 'send'] },
  { kind: 'change', any: '@mover', does: ['execute'] },
  { kind: 'change', verbs: 'escalate', does: ['write', 'send'] },
  { kind: 'change', verbs: 'disable pause dismiss complete', any: '@automation', does: ['write'] },
  { kind: 'change', head: '@automation', does: ['write', 'execute', 'send'] },
  { kind: 'change', verbs: 'disable', head: 'link', does: ['admin', 'delete'] },
  { kind: 'change', head: 'link', any: 'share shared sharing', does: ['admin'] },
  { kind: 'change', verbs: 'overwrite', does: ['write', 'delete'] },
  {
    kind: 'change',
    verbs: 'reset',
    any: 'factory database environment device data',
    does: ['delete', 'write'],
  },
  { kind: 'change', does: ['write'] },
];

const REST: readonly EffectRule[] = [
  { kind: 'remove', verbs: 'kill', any: 'process session query pod job container task', does: ['execute'] },
  {
    kind: 'remove',
    verbs: 'remove',
    any: 'label tag star assignee reviewer like',
    not: '@authority',
    does: ['write'],
  },
  { kind: 'remove', verbs: 'void forget', head: '@money', does: ['delete'] },
  {
    kind: 'remove',
    head: 'key keys',
    not: 'api access private encryption ssh signing license deploy kms',
    does: ['delete'],
  },
  { kind: 'remove', head: '@authority @secret @person', does: ['delete', 'admin'] },
  { kind: 'remove', any: 'role permission member collaborator', does: ['delete', 'admin'] },
  { kind: 'remove', does: ['delete'] },
  { kind: 'undo', verbs: 'stop end abort', any: '@host @machine @mover @program scan', does: ['execute'] },
  { kind: 'undo', head: '@person', does: ['admin'] },
  { kind: 'undo', verbs: 'cancel unsubscribe abort', does: ['delete'] },
  { kind: 'undo', verbs: 'deactivate', any: '@automation product', does: ['write'] },
  { kind: 'undo', does: ['write'] },
  { kind: 'tell', verbs: 'share', head: 'location', does: ['send'] },
  { kind: 'tell', verbs: 'share', head: '@holding', does: ['admin', 'send'] },
  {
    kind: 'tell',
    verbs: 'share',
    any: 'document access permission page folder workspace',
    does: ['admin', 'send'],
  },
  { kind: 'tell', verbs: 'publish', any: 'draft', does: ['send', 'write'] },
  {
    kind: 'tell',
    verbs: 'publish',
    any: 'app application package version release module image schema',
    does: ['write', 'send'],
  },
  { kind: 'tell', verbs: 'call', any: 'contract', does: ['execute', 'spend'] },
  { kind: 'tell', verbs: 'call', any: '@program api tool endpoint method rpc service', does: ['execute'] },
  { kind: 'tell', verbs: 'ask', any: 'question questions answer docs documentation', does: ['read'] },
  {
    kind: 'tell',
    verbs: 'ask message chat',
    any: 'assistant agent model llm subagent',
    does: ['send', 'execute'],
  },
  { kind: 'tell', verbs: 'answer', any: 'question questions', not: 'customer', does: ['read'] },
  {
    kind: 'tell',
    verbs: 'send',
    head: 'command commands key keys keystrokes keystroke signal input query packet',
    does: ['execute'],
  },
  { kind: 'tell', verbs: 'request', head: '@deal', does: ['spend'] },
  { kind: 'tell', verbs: 'send', head: 'transaction', does: ['spend'] },
  { kind: 'tell', verbs: 'dispatch', any: '@program event action', does: ['execute'] },
  {
    kind: 'tell',
    verbs: 'dispatch',
    any: 'unit units ambulance crew resources technician @mover',
    does: ['execute', 'send'],
  },
  { kind: 'tell', verbs: 'send gift', head: '@money', does: ['spend'] },
  { kind: 'tell', verbs: 'speak say', any: 'text loud device', does: ['execute'] },
  { kind: 'tell', verbs: 'invite', head: '@person @authority', does: ['admin', 'send'] },
  {
    kind: 'tell',
    verbs: 'invite',
    any: 'channel workspace team organization organisation repository server',
    does: ['admin', 'send'],
  },
  { kind: 'tell', does: ['send'] },
  { kind: 'pay', verbs: 'charge', any: '@mover ev battery phone', does: ['execute'] },
  { kind: 'pay', verbs: 'transfer', any: 'ownership domain repository repo', does: ['admin', 'write'] },
  {
    kind: 'pay',
    verbs: 'transfer',
    any: 'file files call chat conversation ticket issue data stock inventory patient',
    does: ['write'],
  },
  {
    kind: 'pay',
    verbs: 'capture',
    any: 'image photo picture screen snapshot screenshot packet packets frame video audio traffic',
    does: ['read'],
  },
  {
    kind: 'pay',
    verbs: 'exchange renew',
    any: 'code token certificate cert session credential',
    does: ['admin'],
  },
  { kind: 'pay', verbs: 'renew', any: 'lease lock loan', does: ['write'] },
  {
    kind: 'pay',
    verbs: 'swap',
    any: 'file files position row rows node nodes item items slot slots',
    does: ['write'],
  },
  { kind: 'pay', verbs: 'withdraw', any: 'application consent request offer submission', does: ['delete'] },
  { kind: 'pay', verbs: 'book reserve', any: '@visit', does: ['write'] },
  { kind: 'pay', verbs: 'reserve', any: 'ip address port number name instance', does: ['write'] },
  { kind: 'pay', verbs: 'hire', any: '@person candidate applicant', does: ['admin'] },
  { kind: 'pay', verbs: 'place', any: 'object part block hold marker shape', does: ['write'] },
  { kind: 'pay', does: ['spend'] },
];

const POWERS: readonly EffectRule[] = [
  { kind: 'run', verbs: 'run launch execute perform', any: QUESTIONS, does: ['read'] },
  { kind: 'run', any: 'oauth auth authentication', does: ['admin'] },
  { kind: 'run', verbs: 'evaluate', any: JUDGED, does: ['read'] },
  { kind: 'run', verbs: 'scroll', does: ['read'] },
  { kind: 'run', verbs: 'click type press tap hover fill input drag', does: ['write', 'send', 'execute'] },
  {
    kind: 'run',
    verbs: 'install',
    any: 'plugin extension integration addon connector',
    does: ['admin', 'execute'],
  },
  { kind: 'run', verbs: 'install', does: ['execute', 'write'] },
  { kind: 'run', any: 'contract', does: ['execute', 'spend'] },
  {
    kind: 'run',
    verbs: 'start launch',
    any: 'conversation chat campaign call thread outreach',
    does: ['send'],
  },
  {
    kind: 'run',
    verbs: 'start launch',
    any: 'timer stopwatch tracking sprint task course round cycle trial onboarding meeting',
    does: ['write'],
  },
  { kind: 'run', verbs: 'start initiate', head: '@money', does: ['spend'] },
  { kind: 'run', verbs: 'start initiate', any: 'checkout purchase rental', does: ['spend'] },
  { kind: 'run', verbs: 'trigger', any: 'alert notification page incident email', does: ['send', 'execute'] },
  { kind: 'run', verbs: 'run execute trigger', any: 'payroll payment payments payout', does: ['spend'] },
  { kind: 'run', verbs: 'execute', any: 'trade order swap transfer', does: ['spend'] },
  { kind: 'run', does: ['execute'] },
  { kind: 'allow', verbs: 'block', any: 'time calendar slot', does: ['write'] },
  { kind: 'allow', verbs: 'authorize', any: '@money charge', does: ['spend'] },
  {
    kind: 'allow',
    verbs: 'promote',
    any: 'release build deployment environment image production',
    does: ['execute'],
  },
  {
    kind: 'allow',
    verbs: 'provision deprovision',
    any: '@host infrastructure storage',
    does: ['write', 'execute'],
  },
  { kind: 'allow', verbs: 'suspend', any: '@host @program', does: ['execute'] },
  {
    kind: 'allow',
    verbs: 'suspend unsuspend reactivate',
    any: 'subscription campaign order product plan',
    does: ['write'],
  },
  { kind: 'allow', verbs: 'quarantine', any: 'file email message attachment', does: ['write'] },
  { kind: 'allow', verbs: 'protect unprotect', any: 'pdf sheet range cell', does: ['write'] },
  {
    kind: 'allow',
    verbs: 'quarantine isolate',
    any: '@host endpoint machine host',
    does: ['execute', 'admin'],
  },
  { kind: 'allow', does: ['admin'] },
  { kind: 'approve', verbs: 'sign', any: 'transaction', does: ['spend', 'admin'] },
  { kind: 'approve', verbs: 'sign', any: 'message', does: ['admin'] },
  { kind: 'approve', verbs: 'sign', does: ['write'] },
  {
    kind: 'approve',
    verbs: 'accept confirm',
    any: 'booking order purchase quote bid offer trade @money',
    does: ['spend'],
  },
  { kind: 'approve', any: '@money', does: ['approve', 'spend'] },
  {
    kind: 'approve',
    verbs: 'accept reject confirm',
    any: '@message @visit terms cookies dialog friend alert connection suggestion',
    does: ['write'],
  },
  { kind: 'approve', does: ['approve'] },
  { kind: 'become', verbs: 'assume', not: '@authority @person identity', does: [] },
  { kind: 'become', does: ['impersonate'] },
  { kind: 'operate', verbs: 'hand', any: 'task conversation chat ticket control', does: ['send', 'execute'] },
  { kind: 'operate', verbs: 'go', any: 'url page back forward website', does: ['read'] },
  { kind: 'operate', does: ['execute'] },
  { kind: 'manage', any: '@authority', does: ['admin'] },
  { kind: 'manage', any: MACHINES, does: ['execute'] },
  { kind: 'manage', does: [] },
];

export const EFFECT_RULES: readonly EffectRule[] = [...READ, ...MAKE, ...CHANGE, ...REST, ...POWERS];
