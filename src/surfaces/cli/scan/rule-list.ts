// Every rule of the scan: what it finds, how bad that is, and what to do about it.

import { redactText } from '../../../flow/secrets.ts';
import type { Finding, Region, Related, Severity } from '../../../policy/lint/finding.ts';
import type { Span } from './located.ts';
import type { SourceFile } from './source-file.ts';

const RULE_LIST = [
  {
    id: 'ungoverned-server',
    severity: 'warning',
    title: 'a server that nobody governs',
    help: 'Put it behind Holdpoint: holdpoint scan --fix',
  },
  {
    id: 'shadow-server',
    severity: 'error',
    title: 'a server that goes around Holdpoint',
    help: 'Holdpoint is set up here, and this server is not behind it. Use: holdpoint scan --fix',
  },
  {
    id: 'unadmitted-connector',
    severity: 'warning',
    title: 'a connector that nobody has admitted',
    help: 'It has no tools until an operator reviews it: holdpoint connector admit NAME',
  },
  {
    id: 'name-clash',
    severity: 'warning',
    title: 'one name for two servers',
    help: 'Give each its own name: else nobody can tell whose tools are meant, and one may hide the other',
  },
  {
    id: 'unpinned-package',
    severity: 'error',
    title: 'a package without a version',
    help: 'Name one version (name@1.2.3, name==1.2.3, image@sha256:…): else whatever comes next runs here',
  },
  {
    id: 'static-secret',
    severity: 'error',
    title: 'a secret in a file',
    help: 'Give it to Holdpoint (holdpoint scan --fix) or a secret store, and have it replaced',
  },
  {
    id: 'shared-account',
    severity: 'warning',
    title: 'one account for several',
    help: 'Give each its own credential: else nobody can tell who acted, or stop one without the others',
  },
  {
    id: 'open-secret-file',
    severity: 'warning',
    title: 'a secret that other users of this machine can read',
    help: 'Close the file: chmod 600',
  },
  {
    id: 'plain-http',
    severity: 'error',
    title: 'a server reached without encryption',
    help: 'Use https: on the way anyone can read the credentials and change the answers',
  },
  {
    id: 'broad-scope',
    severity: 'error',
    title: 'more rights than a task needs',
    help: 'Name the folder, the scopes or the devices that are needed, and nothing around them',
  },
  {
    id: 'auto-approval',
    severity: 'warning',
    title: 'calls that nobody is asked about',
    help: 'Take tools off this list: policy that holds what matters does it without asking about the rest',
  },
  {
    id: 'shell-command',
    severity: 'warning',
    title: 'a shell in the place of a server',
    help: 'Start the program itself: a text for a shell can hide what runs, and takes in what it is given',
  },
  {
    id: 'replaceable-program',
    severity: 'error',
    title: 'a program that others can replace',
    help: 'Put it where only you or the system can write',
  },
  {
    id: 'dangerous-combination',
    severity: 'error',
    title: 'private data, untrusted content and a way out, in one agent',
    help: 'What it reads can tell it to send what it knows. Part the servers among agents, or govern all',
  },
  {
    id: 'unreadable-file',
    severity: 'error',
    title: 'settings that cannot be judged',
    help: 'Mend the file: what is in it was not looked at',
  },
] as const;

export type RuleId = (typeof RULE_LIST)[number]['id'];

export interface ScanRule {
  readonly id: RuleId;
  readonly severity: Severity;
  readonly title: string;
  readonly help: string;
}

export const SCAN_RULES: readonly ScanRule[] = RULE_LIST;

export interface More {
  /** Other than the rule's own. */
  readonly severity?: Severity;
  readonly help?: string;
  readonly related?: readonly Related[];
}

/** @param span part of the file; null: the file as a whole */
export function findingOf(
  rule: RuleId,
  file: SourceFile,
  span: Span | null,
  message: string,
  more: More = {},
): Finding {
  return findingAt(rule, file.name, file.regionOf(span ?? { start: 0, end: 0 }), message, more);
}

/** Of a file that was not read. */
export function findingAt(
  rule: RuleId,
  source: string,
  region: Region,
  message: string,
  { severity, help, related = [] }: More = {},
): Finding {
  const known = SCAN_RULES.find(({ id }) => id === rule)!;
  return {
    rule,
    severity: severity ?? known.severity,
    source,
    region,
    // Words of a command line may hold a secret.
    message: redactText(message, []).value,
    help: help ?? known.help,
    policy: null,
    related,
  };
}
