// Two words that are one verb.

import { plainForms, wordSet } from '../words.ts';

const PHRASALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'check out': 'checkout',
    'pull request': 'pullrequest',
    'merge request': 'mergerequest',
    'check in': 'register',
    'check off': 'complete',
    'clock in': 'register',
    'clock out': 'register',
    'punch in': 'register',
    'look up': 'lookup',
    'set up': 'create',
    'turn on': 'turnon',
    'turn off': 'turnoff',
    'switch on': 'turnon',
    'switch off': 'turnoff',
    'power on': 'turnon',
    'power off': 'poweroff',
    'shut down': 'shutdown',
    'top up': 'topup',
    'clean up': 'cleanup',
    'tear down': 'teardown',
    'roll back': 'rollback',
    'roll out': 'rollout',
    'kick off': 'kickoff',
    'spin up': 'spawn',
    'bring up': 'launch',
    'bring down': 'shutdown',
    'spin down': 'shutdown',
    'back up': 'backup',
    'sign up': 'register',
    'log in': 'login',
    'log out': 'logout',
    'sign in': 'login',
    'sign out': 'logout',
    'sign off': 'approve',
    'fill out': 'fill',
    'fill in': 'fill',
    'login as': 'impersonate',
    'act as': 'impersonate',
    'act on': 'impersonate',
    'run as': 'impersonate',
    'switch user': 'impersonate',
    'take screenshot': 'screenshot',
    'capture screenshot': 'screenshot',
    'take snapshot': 'snapshot',
    'make call': 'call',
    'place call': 'call',
    'who am': 'whoami',
    'opt out': 'unsubscribe',
    'opt in': 'subscribe',
    'write off': 'void',
    'cash out': 'withdraw',
    'pay out': 'payout',
    'call off': 'cancel',
    'dry run': 'preview',
    'pre signed': 'presigned',
    'follow up': 'send',
    'reach out': 'send',
    'wake up': 'turnon',
    'port forward': 'exec',
    'cherry pick': 'merge',
    'carry out': 'execute',
    'give access': 'grant',
    'take down': 'delete',
    'wipe out': 'wipe',
    'phase out': 'retire',
    'mark up': 'annotate',
    'thumbs up': 'react',
    'take off': 'takeoff',
  }),
);

const SECONDS: ReadonlySet<string> = new Set([...PHRASALS.keys()].map((pair) => pair.split(' ')[1] ?? ''));

/** One form of data turned into another: `html_to_markdown`. */
const FORMS = wordSet('text speech html json csv pdf image audio video url markdown docx xml yaml');

/** They say how, not what. */
const MODIFIERS = wordSet(
  'auto bulk batch multi quick force safe async smart mass mcp api tool do perform simple new admin v1 v2 v3',
);

/** The words with each phrasal verb as one word. */
export function joinPhrasals(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1) ?? '';
    const isTurned = word === 'to' && joined.length === 1 && FORMS.has(last);
    const pair = isTurned ? 'convert' : pairOf(last, word);
    if (pair === undefined) joined.push(word);
    else joined[joined.length - 1] = pair;
  }
  return joined;
}

function pairOf(first: string, second: string): string | undefined {
  if (!SECONDS.has(second)) return undefined;
  for (const plain of plainForms(first)) {
    const pair = PHRASALS.get(`${plain} ${second}`);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** What remains of a name's words; at least one is left. */
export function stripNoise(words: readonly string[], noise: ReadonlySet<string>): readonly string[] {
  const kept = [...words];
  const isEmpty = (word: string): boolean => noise.has(word) || MODIFIERS.has(word);
  while (kept.length > 1 && isEmpty(kept[0] ?? '')) kept.shift();
  return kept;
}
