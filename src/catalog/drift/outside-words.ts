// Words for what lies beyond a call: who asked and what they know, what was said before, what is on the
// machine, where else data could go. An honest definition that is about them was so when it was admitted.

import { wordSet } from '../words.ts';

export interface Outside {
  readonly about: string;
  readonly words: ReadonlySet<string>;
  /** Two such in one sentence are no accident. */
  readonly isGrave: boolean;
}

export const OUTSIDE: readonly Outside[] = [
  {
    about: 'what was said before',
    isGrave: true,
    words: wordSet(
      `conversation chat dialog dialogue discussion discuss discussed transcript recap exchanged
       earlier correspondence session sessions memory diary yesterday history lately`,
    ),
  },
  {
    about: 'the model',
    isGrave: false,
    words: wordSet(
      `assistant assistants agent agents llm ai chatbot reasoning thinking thought thoughts prompt
       prompts instruction instructions instruct instructed guidance directive caller callers yourself
       advice guideline guidelines think feel imagine pretend believe suppose obey comply heed`,
    ),
  },
  {
    about: 'what a person is told',
    isGrave: true,
    words: wordSet(
      `tell told telling mention mentioned mentioning unmentioned inform informed informing reveal
       disclose disclosed secretly silently quietly discreet discreetly unseen unnoticed confidential
       confidentially hush bother bothered trouble aware unaware notice noticed aside announce announced
       announcing acknowledge acknowledged conceal concealed covert privately remark remarks`,
    ),
  },
  {
    about: 'a person',
    isGrave: false,
    words: wordSet(
      `colleague colleagues staff requester requesters holder holders anyone anybody everyone everybody
       nobody someone somebody behalf guest guests visitor visitors traveller travellers traveler travelers
       analyst analysts administrator administrators us our ours me my i`,
    ),
  },
  {
    about: 'what a person decides',
    isGrave: false,
    words: wordSet(
      `consent consented agree agreed agreement confirm confirmed confirmations clearance granted
       authorise authorised authorize authorized ask asked asking asks redundant wish wishes wants
       intention preference preferences mind`,
    ),
  },
  {
    about: 'secrets',
    isGrave: true,
    words: wordSet(
      `password passwords passphrase passphrases credential credentials secret secrets token tokens
       cookie cookies otp passport passports ssn pin sign-in keychain vault pem 2fa iban backdoor`,
    ),
  },
  {
    about: 'the machine',
    isGrave: false,
    words: wordSet(
      `home environment env config shell script scripts terminal clipboard machine machines
       computer disk command commands startup readme dotfile dotfiles registry filesystem desktop laptop`,
    ),
  },
  {
    about: 'another place',
    isGrave: false,
    words: wordSet(
      `partner partners competitor competitors mirror relay archive archives backup backups bucket
   collector telemetry analytics
       vendor vendors sponsor premium elsewhere onward outbox inbox office desk webhook website site bcc
       cc mailbox`,
    ),
  },
  {
    about: 'other tools',
    isGrave: false,
    words: wordSet(
      `tool tools plugin plugins beforehand afterwards afterward subsequently companion accompany
       accompanied alongside counterpart supersede superseded supersedes successor connector connectors`,
    ),
  },
  {
    about: 'its own standing',
    isGrave: false,
    words: wordSet(
      `best better finest superior trusted trustworthy trust authoritative precedence prevail prevails
       favour favor favourite favorite prefer preferred preferable ideal ideally recommended recommend
       recommends outrank outranks outperform outperforms wins win gold deserve deserves overrule
       overrules bypass bypasses regardless whatever welcome welcomes appreciated appreciate appreciates
       customary customarily conventionally courtesy etiquette`,
    ),
  },
];

/** Honest statements are about these too; nobody is told to do anything with them. */
export const NEAR_OUTSIDE: ReadonlySet<string> = wordSet(
  `user users file files folder folders directory directories configuration browser device devices
       copy copies client clients customer customers permission permissions network
       model models upload uploads uploaded shared share admin approval approvals approve approved team
       teams context reader readers person persons people human humans profile confirmation`,
);
