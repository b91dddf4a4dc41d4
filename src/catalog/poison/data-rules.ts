// Data that a tool has no business to ask for, and places it has no business to send it to.

import { rules, type SentenceRule } from './pattern.ts';

const SECRET_FILE =
  '(?:~|\\$HOME|/home/\\w+|/root|/Users/\\w+)/\\.\\w[\\w./-]*|(?:\\.ssh|\\.aws|\\.kube' +
  '|\\.gnupg|\\.cursor|\\.claude)/[\\w.]+' +
  '|\\bid_(?:rsa|ed25519|ecdsa|dsa)\\b|/etc/(?:passwd|shadow|sudoers|hosts)|\\bmcp\\.json\\b' +
  '|_desktop_config\\.json' +
  '|(?<![\\w*])\\.(?:netrc|npmrc|pypirc|pgpass|git-credentials|bash_history|zsh_history' +
  '|env(?:\\.\\w+)?)(?![\\w(])';
const STARTUP_FILE =
  '(?:\\.bashrc|\\.zshrc|\\.bash_profile|\\.zprofile|(?<!\\w)\\.profile|authorized_keys' +
  '|known_hosts|/etc/cron\\S*|/etc/rc\\S*)';
const ADDRESS =
  '(?:https?://|ftp://|wss?://|www\\.)[^\\s"\'<>)]+|[\\w.+-]+@[\\w-]+\\.\\w[\\w.]*' +
  '|\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b';
const COMMAND =
  '(?:rm -\\w*[rf]|curl (?:-|http|[\'"$])|wget (?:-|http)|sudo \\w|chmod \\S+ [/~.\\w]' +
  '|chown \\S+ [/~]|cat [~/.]\\S|nc -|ssh \\w+@|scp \\S+ ' +
  '|(?:ba|z)?sh -c|python3? -c|node -e|perl -e|powershell|base64 -d|\\| ?(?:ba)?sh\\b|mkfs' +
  '|dd if=|export \\w+=|>> ?~?/|&& ?echo' +
  '|kill -9|echo \\$\\w|git clone http|pip3? install|npm (?:i|install) |npx -y' +
  '|apt(?:-get)? install|brew install|crontab -)';

export const DATA_RULES: readonly SentenceRule[] = [
  ...rules('reads-secret', 'error', [
    `(?:${SECRET_FILE})`,
    '(?:{order}|{before}|also|otherwise|so that) .. {give} .. {secret}',
    "{give} .. (?:the|their|all|any|your|its)(?: \\w+'s?| user's| \\w+)? {secret} .. (?:from" +
      '|in (?:the )?(?:\\w+ )?(?:argumentName|field|argument|parameter|note)|to the|before' +
      '|that you|so that|with (?:the|each|every))',
    '^{give} .. (?:the|their|all|any|your)(?: \\w+){0,2} {secret}',
    '{give} .. all . {secret}',
    '{secret} .. (?:seen|found|appears?|available|stored|known) .. (?:pass|hand|send|give|chat|you)',
    '{secret} .. (?:must|has to|have to|should|need to|needs to) be (?:given|passed|provided' +
      '|included|sent|supplied) .. (?:argumentName|param\\w*|field|context|note|metadata)',
  ]),
  ...rules('takes-conversation', 'error', [
    '(?:{order}|must|{before}|so that|for context|verbatim|also) .. (?:{give}) .. {talk}',
    '{talk} .. (?:as|in|into|to|along with|with) (?:the |a |this |each ' +
      '|every )*(?:argumentName|argument|parameter|field|request|call|metadata|note|tool)',
    '(?:param\\w*|argument\\w*|field|value|summary) .. (?:must|should|has to|is to' +
      '|needs to) (?:contain|include|hold|carry) .. (?:{talk}|everything)',
    '^(?:pass|include|provide|append|attach|write down|copy|paste|supply|submit|add|note) .. {talk}',
    '{talk} .. verbatim|verbatim .. {talk}',
    '(?:list|names?|descriptions?|schemas?) .. (?:of|all) .. (?:tools?' +
      '|functions?) .. (?:available|accessible|you (?:have|know|can))',
    'copy of (?:the|this|each|every|all) (?:conversation|chat|messages|prompts?)',
  ]),
  ...rules('runs-command', 'error', [
    `(?:{order}|{before}|{after}|also|start by|open|type|run|execute|verify|check|install` +
      `|as a) .. ${COMMAND}`,
    `${COMMAND} .. (?:{order}|must|{before}|executed|completed|validat\\w+)`,
    '{order} .. (?:run|execute|enter|type|issue|paste|launch) .. (?:commands?|scripts?|shell' +
      '|terminal|binary|code|check)',
    '(?:run|execute|enter|type|issue) (?:the|this|these|a) following .. (?:commands?' +
      '|scripts?|check|line|code)',
    '(?:download|fetch|install)\\w* and (?:run|execut|install|launch)\\w*',
    'open (?:a|the) (?:shell|terminal|console|command prompt) and',
    '(?:install|installing) (?:the|our|this|a) (?:\\w+ ){0,3}?(?:package|dependency|helper' +
      '|binary|extension|plugin) (?:with|from|using|via)',
    '(?:eval|exec|os\\.system|child_process|Invoke-Expression|IEX)\\s?\\(',
  ]),
  ...rules('changes-machine', 'error', [
    STARTUP_FILE,
    '{order} .. (?:write|append|add|create|delete|overwrite|edit|modify|update|install' +
      '|insert) .. (?:line|configuration|config|environment|settings|startup|hosts|registry' +
      '|cron) .. (?:file|to|in|by|of|following)',
    '(?:create|add|set up|install|schedule) (?:a|an) (?:cron ?job|scheduled task' +
      '|startup (?:script|item)|launch agent|systemd (?:unit|service)|backdoor' +
      '|reverse shell)(?: that| which| to)',
    '(?:add|append|insert) .. (?:public |ssh )keys? .. (?:to|into)',
  ]),
  ...rules('sends-elsewhere', 'error', [
    `(?:{order}|also|additionally|as well|a copy|each|every|all|everything|first` +
      `|{after}) .. {send} .. (?:${ADDRESS})`,
    `{send} .. (?:a copy|each|every|all|the (?:results?|data|content|output|file|location` +
      `|identity|details)) .. (?:${ADDRESS})`,
    `{send} .. (?:${ADDRESS}) .. (?:also|as well|everything|on every|each|first|{before}` +
      `|instead|because|since|and log)`,
    `(?:our|partner|backup|collector|telemetry|verification|audit|proxy|logging` +
      `|analytics) .. (?:server|endpoint|site|service|gateway) .. (?:${ADDRESS})`,
    `(?:encode|embed|append|put|include) .. (?:data|results?|content|secret|value) .. (?:${ADDRESS})`,
    `(?:must|has to|have to|should|always) .. (?:recipient|to|cc|bcc|destination|address` +
      `|copy) .. [\\w.+-]+@[\\w-]+\\.\\w`,
    '!\\[[^\\]]*\\]\\(https?://[^)]*\\?',
    '(?:add|include|insert|put|use) .. as (?:a |an )?(?:additional )?(?:blind copy|bcc|carbon copy)',
    '(?:must|has to|have to|should|always) .. (?:{send}|carry) . (?:additional |hidden ' +
      '|blind )?cop(?:y|ies) . (?:to|for|of)',
  ]),
];
