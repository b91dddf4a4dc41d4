// What English verbs do to the world. A verb that is missing here is no evidence, and no evidence is
// `unknown`.

import type { Effect } from '../kernel/state.ts';

/** Rarely used as nouns or adjectives in names of tools: they count wherever they stand. */
const SURE: { readonly [effect in Effect]?: string } = {
  read: `get list read search find describe show lookup browse retrieve inspect examine discover calculate
    compute summarize analyze analyse explain convert validate verify enumerate`,
  write: `create add insert write update modify upsert append rename move replace overwrite upload import save
    register assign unassign attach detach submit restore configure enable disable reprioritize reorder
    reschedule unstar unresolve subscribe unsubscribe duplicate merge put generate cancel install deploy`,
  delete: `delete remove drop purge destroy erase truncate wipe overwrite uninstall prune`,
  send: `send publish notify broadcast invite email`,
  spend: `pay purchase buy refund transfer withdraw donate`,
  execute: `execute exec invoke evaluate spawn deploy install rerun`,
  approve: `approve merge authorize`,
  admin: `grant revoke ban unban provision deprovision promote demote install`,
  impersonate: `impersonate sudo`,
};

/** Also nouns: they count at the start, where nothing surer is in the name, or after "and" and "or". */
const DOUBTFUL: { readonly [effect in Effect]?: string } = {
  read: `count check view query diff preview scan select fetch download export peek compare ping`,
  write: `edit set log report change patch copy commit push checkout stage fork pin unpin tag label star link
    unlink mark close open reopen lock unlock archive unarchive reset sync store schedule toggle apply fill
    draft rate react follow unfollow clone increment init dismiss resolve start stop pause resume complete
    click type`,
  delete: `clear trash empty kill reset`,
  send: `post mail message share reply forward comment tweet call text request ask react chat`,
  spend: `charge order trade tip book subscribe`,
  execute: `run trigger dispatch launch start eval shell bash command script sql call request`,
  approve: `accept reject confirm sign`,
  admin: `permit auth`,
};

export interface Verb {
  readonly effects: readonly Effect[];
  readonly sure: boolean;
}

const VERBS: ReadonlyMap<string, Verb> = index();

/** What a verb in its plain form does, or undefined where the word says nothing. */
export function verbOf(word: string): Verb | undefined {
  return VERBS.get(word);
}

function index(): Map<string, Verb> {
  const verbs = new Map<string, Verb>();
  for (const [table, sure] of [[SURE, true] as const, [DOUBTFUL, false] as const]) {
    for (const [effect, words] of Object.entries(table)) {
      for (const word of words.split(/\s+/)) {
        const known = verbs.get(word);
        verbs.set(word, {
          effects: [...(known?.effects ?? []), effect as Effect],
          sure: known?.sure ?? sure,
        });
      }
    }
  }
  return verbs;
}
