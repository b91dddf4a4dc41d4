// What a tool's object is tells as much as its verb: a comment that is added is sent, a role that is added is
// administration.

import { singular, wordSet } from '../words.ts';

/**
 * `message` reaches people; `visit` is agreed on without paying; `public` reaches anybody; `person` has a
 * place among the organisation's people; `authority` is about who may do what; `secret` opens doors;
 * `money` is money; `deal` commits to buy or to come; `machine` is switched and `mover` moves in the
 * world; `holding` is what somebody keeps; `automation` acts by itself later; `program` runs; `host` is a
 * computer or a service that runs; `shared` is what a team works on together; `board` is watched by the
 * people concerned when something new stands on it.
 */
export type NounKind = keyof typeof NOUNS;

const NOUNS = {
  message: `message comment reply email mail invitation invite notification dm reaction sms letter
    fax announcement newsletter consultation voicemail chat broadcast survey
    questionnaire rfp postcard greeting`,
  public: `post tweet review blog advertisement ad testimonial reel feedback`,
  authority: `permission role access acl privilege member membership collaborator guest usergroup team
    policy privacy admin administrator visibility sharing oauth auth authentication
    authorization entitlement firewall sso mfa datasource whitelist blacklist
    allowlist blocklist scope rbac iam delegate grant lockout idp saml scim oidc
    consent moderator restriction forwarding`,
  secret: `password credential token key secret passcode certificate apikey webhook passphrase
    pat keypair cert`,
  money: `money transaction payment transfer withdrawal fund balance payout deposit ether eth
    crypto cryptocurrency bitcoin cash donation salary tip dividend refund payroll
    bonus loan credit wire charge`,
  deal: `order reservation booking subscription ride flight hotel purchase trade rental cruise
    bid bet wager`,
  visit: `appointment meeting table slot visit consultation viewing tour`,
  machine: `device door light thermostat appliance valve signal camera lock heater oven fan plug
    switch sprinkler alarm garage lamp bulb blind shade curtain speaker tv television
    dishwasher washer dryer pump relay outlet scene conditioner ac hvac humidifier
    purifier coffee irrigation charger display led siren`,
  mover: `robot vacuum garage vehicle drone car machine arm printer elevator train truck gripper
    rover motor conveyor crane forklift mower axis joint actuator`,
  person: `user account employee teammate contractor operator subaccount`,
  holding: `file folder item drive calendar album notebook note password secret access link
    location document dashboard playlist list map board report sheet spreadsheet
    presentation form`,
  automation: `automation trigger webhook recipe routine autoreply autoresponder cronjob hook`,
  program: `command script contract workflow pipeline job build deployment function query code
    lambda playbook runbook test macro procedure dag statement instruction sync
    crawler sandbox print`,
  host: `server instance vm machine cluster service node pod container database host virtual
    droplet gateway app application environment process deployment dyno replica daemon`,
  shared: `meeting issue pull pullrequest mergerequest page block discussion incident thread
    channel wiki event document doc sheet spreadsheet slide presentation board card
    ticket profile whiteboard`,
  board: `issue ticket incident`,
} as const;

const KINDS: ReadonlyMap<string, ReadonlySet<NounKind>> = index();
const NONE: ReadonlySet<NounKind> = new Set();

/** What a noun, in singular or plural, stands for. */
export function nounKinds(word: string): ReadonlySet<NounKind> {
  return KINDS.get(word) ?? KINDS.get(singular(word)) ?? NONE;
}

function index(): Map<string, Set<NounKind>> {
  const kinds = new Map<string, Set<NounKind>>();
  for (const [kind, words] of Object.entries(NOUNS)) {
    for (const word of wordSet(words)) {
      kinds.set(word, (kinds.get(word) ?? new Set()).add(kind as NounKind));
    }
  }
  return kinds;
}
