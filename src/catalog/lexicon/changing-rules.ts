// What changing something comes to: it depends on what is changed.

import { MACHINES } from './effect-rule.ts';
import type { EffectRule } from './effect-rule.ts';

const SETTINGS = `temperature brightness volume thermostat color colour speed fan hvac mode channel heat
  cooling humidity position setpoint target angle`;
const LOOKED_AT = `file page document folder image node nodes book dataset spreadsheet record article notebook
  inbox mail email`;
const PLANNED = 'manifest manifests changes plan migration migrations chart yaml';

export const CHANGING_RULES: readonly EffectRule[] = [
  { kind: 'change', verbs: 'clean', any: 'temp temporary cache files data logs', does: ['delete'] },
  { kind: 'change', verbs: 'move', any: 'mouse cursor axes axis', does: ['execute'] },
  { kind: 'change', verbs: 'change set update', head: 'owner owners ownership', does: ['admin'] },
  { kind: 'change', head: '@money', any: 'scheduled recurring standing', does: ['spend'] },
  { kind: 'change', verbs: 'leave give', any: '@message @public', does: ['send'] },
  { kind: 'change', verbs: 'checkout', any: 'cart basket order payment', does: ['spend'] },
  { kind: 'change', verbs: 'freeze unfreeze', any: '@person @money @secret card', does: ['admin'] },
  { kind: 'change', verbs: 'complete', any: 'checkout purchase order @money', not: 'work', does: ['spend'] },
  { kind: 'change', verbs: 'award reward credit', head: '@money', does: ['spend'] },
  { kind: 'change', verbs: 'refresh reconnect', any: '@secret oauth auth', does: ['admin'] },
  { kind: 'change', verbs: 'move release lock unlock process', head: '@money', does: ['spend'] },
  {
    kind: 'change',
    verbs: 'modify amend replace adjust',
    head: 'order orders',
    does: ['spend', 'write'],
  },
  { kind: 'change', verbs: 'change rebook upgrade', any: 'flight hotel', does: ['spend', 'write'] },
  { kind: 'change', head: 'limit limits', any: 'card spending', does: ['admin'] },
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
  { kind: 'change', verbs: 'encrypt', any: 'data text plaintext string value', does: ['read'] },
  { kind: 'change', verbs: 'rotate', head: 'key keys', does: ['admin'] },
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
    verbs: 'format sort',
    not: 'disk drive partition volume card cell range file document code row column sheet table playlist',
    does: ['read'],
  },
  {
    kind: 'change',
    verbs: `transform rewrite rephrase correct simplify refine polish trim strip shorten reverse invert round
    flatten split indent slice shuffle group wrap localize sort reformat`,
    any: 'text string strings json xml array list numbers number grammar sentence',
    does: ['read'],
  },
  { kind: 'change', verbs: 'open', any: 'editor ide viewer window', does: ['write'] },
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
  { kind: 'change', verbs: 'activate enable', head: 'plugin extension addon', does: ['admin', 'execute'] },
  { kind: 'change', head: 'datasource', does: ['admin', 'write'] },
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
    not: 'fill text font background stroke cell node shape border line style',
    does: ['execute'],
  },
  { kind: 'change', verbs: 'apply', head: 'macro', does: ['execute'] },
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
