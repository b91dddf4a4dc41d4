// What making something new comes to: it depends on what is made.

import { WORKED } from './effect-rule.ts';
import type { EffectRule } from './effect-rule.ts';

const PEOPLE_LISTS = 'template templates list filter rule label folder group signature settings queue type';
const COMPUTED = `deeplink link report url urls snippet preview summary suggestion suggestions configuration
    config statistics stats quote estimate embedding embeddings password passphrase uuid hash
    checksum random number name chart graph diagram query sql route thumbnail text caption
    response answer completion insight insights outline recommendation recommendations
    explanation types type code regex`;
/** Codes and passwords that open something for others. */
const GIVEN_OUT =
  '@authority access discount coupon promo backup recovery gift invite verification door entry';

export const MAKING_RULES: readonly EffectRule[] = [
  { kind: 'make', any: 'draft drafts', not: 'publish send', does: ['write'] },
  { kind: 'make', verbs: 'enroll', any: 'sequence campaign cadence', does: ['send', 'write'] },
  { kind: 'make', verbs: 'subscribe', any: 'plan paid tier premium', does: ['spend'] },
  { kind: 'make', verbs: 'make create place submit preorder', head: '@deal @money', does: ['spend'] },
  { kind: 'make', verbs: 'add load', head: '@money', does: ['spend'] },
  { kind: 'make', head: 'code codes pin', any: 'access door entry', does: ['admin'] },
  { kind: 'make', verbs: 'make', any: 'public private visible', does: ['admin'] },
  { kind: 'make', any: 'ingress inbound firewall security', head: 'rule rules port group', does: ['admin'] },
  { kind: 'make', any: 'oauth saml sso scim oidc mfa 2fa', does: ['admin'] },
  { kind: 'make', any: 'blocklist allowlist whitelist blacklist denylist', does: ['admin'] },
  { kind: 'make', verbs: 'generate create', any: 'qr barcode', does: ['read'] },
  { kind: 'make', verbs: 'upload attach', any: 'channel', does: ['send'] },
  { kind: 'make', verbs: 'make', any: 'api http rest graphql', head: 'request call', does: ['execute'] },
  { kind: 'make', verbs: 'push', head: 'button', does: WORKED },
  { kind: 'make', any: 'forwarding', does: ['admin', 'send'] },
  { kind: 'make', verbs: 'write', head: 'contract', does: ['execute', 'spend'] },
  { kind: 'make', verbs: 'push', any: 'image package artifact registry remote', does: ['write', 'send'] },
  { kind: 'make', verbs: 'attach', not: '@authority', does: ['write'] },
  { kind: 'make', verbs: 'load', any: 'page url', does: ['read'] },
  {
    kind: 'make',
    verbs: 'file',
    any: 'motion complaint claim lawsuit tax dispute appeal petition return report',
    does: ['send', 'write'],
  },
  { kind: 'make', verbs: 'mint', any: 'nft coin collectible', does: ['spend', 'write'] },
  { kind: 'make', verbs: 'submit', head: 'transaction', does: ['spend'] },
  { kind: 'make', head: 'wallet', does: ['admin'] },
  { kind: 'make', verbs: 'put', any: '@message', does: ['write'] },
  { kind: 'make', verbs: 'build', head: 'project app application solution binary', does: ['execute'] },
  { kind: 'make', verbs: 'add', any: 'numbers', not: 'phone', does: ['read'] },
  {
    kind: 'make',
    verbs: 'write',
    head: 'query sql cypher',
    does: ['execute', 'read', 'write', 'delete'],
  },
  { kind: 'make', verbs: 'draft', does: ['write'] },
  { kind: 'make', verbs: 'add create', any: 'pending', does: ['write'] },
  { kind: 'make', head: 'datasource', does: ['admin', 'write'] },
  {
    kind: 'make',
    verbs: 'generate compute compose design',
    head: COMPUTED,
    not: GIVEN_OUT,
    does: ['read'],
  },
  { kind: 'make', any: 'shareable presigned', does: ['admin', 'send'] },
  {
    kind: 'make',
    head: 'link',
    any: 'share shared sharing invite file folder document calendar album access item',
    does: ['admin', 'send'],
  },
  { kind: 'make', any: 'screenshot', does: ['read'] },
  {
    kind: 'make',
    verbs: 'take capture snapshot',
    any: 'screen page dom accessibility a11y text heap',
    does: ['read'],
  },
  { kind: 'make', verbs: 'write', head: 'file', does: ['write', 'delete'] },
  {
    kind: 'make',
    head: 'note notes',
    any: 'discussion thread merge pullrequest mergerequest',
    does: ['send'],
  },
  { kind: 'make', head: 'webhook webhooks hook', does: ['admin', 'send', 'write'] },
  { kind: 'make', head: '@automation', does: ['write', 'execute', 'send'] },
  {
    kind: 'make',
    verbs: 'import store save log record backup upload write put',
    head: '@secret',
    does: ['write'],
  },
  { kind: 'make', verbs: 'log record note store save', does: ['write'] },
  { kind: 'make', any: 'call phonecall phone', not: 'log', does: ['send'] },
  { kind: 'make', head: 'refund payout', does: ['spend'] },
  { kind: 'make', verbs: 'schedule queue', head: '@money', does: ['spend'] },
  { kind: 'make', verbs: 'schedule', head: '@public', does: ['send'] },
  { kind: 'make', verbs: 'add', head: 'user users', does: ['admin'] },
  { kind: 'make', head: 'list', any: 'access allow deny block', does: ['admin'] },
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
    any: 'api access private encryption ssh signing license deploy client',
    does: ['admin'],
  },
  { kind: 'make', head: '@authority @secret', does: ['admin'] },
  { kind: 'make', any: 'role permission permissions privilege', does: ['admin'] },
  { kind: 'make', head: '@person', does: ['admin'] },
  { kind: 'make', verbs: 'add', head: 'member members', does: ['admin'] },
  { kind: 'make', head: 'campaign adset', any: 'ad ads adset advertising', does: ['write', 'spend', 'send'] },
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
