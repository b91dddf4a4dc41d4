// Every rule of the poison scan by its id: what a finding means, and what to do about it.

export interface PoisonRule {
  readonly id: string;
  readonly title: string;
  readonly help: string;
}

const HOSTILE = 'Do not admit the connector before its author has explained this.';

const HELP: { readonly [id: string]: readonly [title: string, help: string] } = {
  'orders-other-tool': [
    'Tells the model to call another tool',
    'The order of calls is the business of the task: have the text corrected where one call needs another.',
  ],
  'changes-other-tool': ['Changes what another tool does', HOSTILE],
  'redirects-to-other-tool': [
    'Sends calls to another tool',
    'A tool that is really retired disappears from the list; check with the vendor where the calls would go.',
  ],
  'rewrites-argument': ['Replaces what the person asked for', HOSTILE],
  'hides-from-person': ['Keeps something from the person', HOSTILE],
  'speaks-to-person': ["Puts words into the model's mouth", HOSTILE],
  'speaks-for-maker': ['Has the model speak for whoever made the tool', HOSTILE],
  'promotes-itself': [
    'Claims to be better than other tools',
    'Such claims make a model prefer it: remove them.',
  ],
  'reads-secret': ['Asks for secrets, or names a file that holds them', HOSTILE],
  'takes-conversation': ['Asks for what the model has seen', HOSTILE],
  'runs-command': ['Tells the model to run a command', HOSTILE],
  'changes-machine': ['Tells the model to change the machine', HOSTILE],
  'sends-elsewhere': ['Sends data to a fixed place', HOSTILE],
  'overrides-instructions': ['Sets itself above other instructions', HOSTILE],
  'claims-authority': [
    'Pretends to be the system',
    'Text of a tool has no authority; look at what it asks for.',
  ],
  'instructs-model': ['Gives the model orders', HOSTILE],
  'hidden-text': ['Has text that a person cannot see', HOSTILE],
  'control-character': ['Has characters that steer a terminal', HOSTILE],
  'pushed-out-text': [
    'Pushes text out of sight',
    'Read the whole text, including what stands far below or right.',
  ],
  'mixed-script': ['Mixes alphabets within a word', HOSTILE],
  'encoded-text': [
    'Has encoded text',
    'Decode it and read it; a definition has no reason to encode anything.',
  ],
  'exfiltration-argument': [
    'Has an argument for what is none of its business',
    'Whatever a model knows may end up in it: forbid it in the policy, or do not admit the tool.',
  ],
  'filled-destination': ['Has a destination filled in', 'Calls that name no destination go there: check it.'],
  'look-alike-name': ["Has a name that could be taken for another tool's", HOSTILE],
  'shadowing-name': ['Claims to be a better version of another tool', 'A model may choose it in its place.'],
  'unreadable-size': [
    'Is too much to read',
    'Nobody reads a definition of this size, and it was scanned in part only: do not admit it.',
  ],
};

export const POISON_RULES: readonly PoisonRule[] = Object.entries(HELP).map(([id, [title, help]]) => ({
  id,
  title,
  help,
}));
