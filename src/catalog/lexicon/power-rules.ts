// What running, allowing, approving and acting as somebody come to.

import { MACHINES, WIDGETS, WORKED } from './effect-rule.ts';
import type { EffectRule } from './effect-rule.ts';

const JUDGED = `arithmetic math mathematical formula equation risk model performance quality score credit
    eligibility options condition policy answer answers response impact feasibility candidate
    readability sentiment`;
const QUESTIONS = `search report diagnostics diagnostic check analysis lookup panel log logs metric metrics
  render   analytics aggregation promql logql jql kql lucene
  insight insights`;

export const POWER_RULES: readonly EffectRule[] = [
  { kind: 'run', verbs: 'run launch execute perform', any: QUESTIONS, does: ['read'] },
  { kind: 'run', verbs: 'perform act execute', any: 'element', does: WORKED },
  { kind: 'run', verbs: 'start initiate', any: 'search query lookup', does: ['read'] },
  { kind: 'run', any: 'oauth auth authentication', does: ['admin'] },
  { kind: 'run', verbs: 'evaluate', any: JUDGED, does: ['read'] },
  { kind: 'run', verbs: 'drain', any: 'queue', does: ['delete'] },
  { kind: 'run', verbs: 'scroll', does: ['read'] },
  { kind: 'run', verbs: 'fill', any: 'web webform', does: ['send', 'write'] },
  {
    kind: 'run',
    verbs: 'click type press tap hover fill input drag dblclick swipe keypress pinch focus uncheck',
    does: WORKED,
  },
  {
    kind: 'run',
    verbs: 'install',
    any: 'plugin extension integration addon connector',
    does: ['admin', 'execute'],
  },
  { kind: 'run', verbs: 'install', does: ['execute', 'write'] },
  { kind: 'run', any: 'contract', does: ['execute', 'spend'] },
  { kind: 'run', verbs: 'deploy', any: 'token nft', does: ['execute', 'spend'] },
  {
    kind: 'run',
    verbs: 'start launch',
    any: 'conversation chat campaign call thread outreach',
    does: ['send'],
  },
  {
    kind: 'run',
    verbs: 'start launch',
    any: `timer stopwatch tracking entry sprint task course round cycle trial onboarding meeting playing
    playback music workout`,
    does: ['write'],
  },
  { kind: 'run', verbs: 'start initiate', head: '@money', does: ['spend'] },
  { kind: 'run', verbs: 'start initiate', any: 'checkout purchase rental', does: ['spend'] },
  {
    kind: 'run',
    verbs: 'trigger',
    any: 'alert notification page incident email webhook',
    does: ['send', 'execute'],
  },
  { kind: 'run', verbs: 'run execute trigger', any: 'payroll payment payments payout', does: ['spend'] },
  { kind: 'run', verbs: 'execute', any: 'trade order swap transfer', does: ['spend'] },
  { kind: 'run', does: ['execute'] },
  { kind: 'allow', verbs: 'block', any: 'time calendar slot', does: ['write'] },
  { kind: 'allow', verbs: 'authorize', any: '@money charge', does: ['spend'] },
  {
    kind: 'allow',
    verbs: 'promote',
    any: 'milestone lead campaign listing product issue model',
    does: ['write'],
  },
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
    any: 'subscription campaign order product plan line service',
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
  { kind: 'approve', verbs: 'accept reject confirm', any: WIDGETS, does: WORKED },
  { kind: 'approve', verbs: 'sign', any: 'transaction', does: ['spend', 'admin'] },
  { kind: 'approve', verbs: 'sign', any: 'message', does: ['admin'] },
  { kind: 'approve', verbs: 'sign', does: ['write'] },
  {
    kind: 'approve',
    verbs: 'accept confirm',
    any: 'booking order purchase quote bid offer trade @money',
    does: ['spend'],
  },
  { kind: 'approve', any: 'spender allowance', does: ['spend', 'execute'] },
  { kind: 'approve', any: '@money', does: ['approve', 'spend'] },
  {
    kind: 'approve',
    verbs: 'accept reject confirm',
    any: '@message @visit event terms cookies friend alert connection suggestion',
    does: ['write'],
  },
  { kind: 'approve', does: ['approve'] },
  { kind: 'become', verbs: 'assume', not: '@authority @person identity', does: [] },
  { kind: 'become', does: ['impersonate'] },
  {
    kind: 'operate',
    verbs: 'hand',
    any: 'human live person people colleague staff representative supervisor',
    does: ['write', 'send'],
  },
  { kind: 'operate', verbs: 'hand', any: 'task conversation chat ticket control', does: ['send', 'execute'] },
  { kind: 'operate', verbs: 'go', any: 'url page back forward website', does: ['read'] },
  { kind: 'operate', does: ['execute'] },
  { kind: 'manage', any: WIDGETS, does: WORKED },
  { kind: 'manage', any: '@authority', does: ['admin'] },
  { kind: 'manage', any: MACHINES, does: ['execute'] },
  { kind: 'manage', does: [] },
];
