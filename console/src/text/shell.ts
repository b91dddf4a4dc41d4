// A command that is shown to be copied says the same to every POSIX shell as it says to a person.

import { escapeHidden } from './visible.ts';

interface SaidInTerminal {
  readonly reason: string;
  readonly operator: string | undefined;
  /** Like actions are decided on with it. */
  readonly together?: boolean;
  readonly times?: number;
  readonly edit?: string | null;
  readonly category?: string | null;
  readonly tell?: boolean;
}

/** The commands by which a person decides on a hold in a terminal. */
export function decideCommand(verdict: 'approve' | 'reject', hold: string, said: SaidInTerminal): string {
  const { reason, operator, together = false, times = 1, edit = null, category = null, tell = false } = said;
  const words = reason.trim() === '' ? '…' : reason.trim();
  const flags = [
    ...(operator === undefined ? [] : [`--operator ${word(operator)}`]),
    `--reason ${quote(words)}`,
    ...(together ? ['--together'] : []),
  ];
  const more =
    verdict === 'approve'
      ? [
          ...(times === 1 ? [] : [`--times ${times}`]),
          ...(edit === null ? [] : [`--edit ${quote(escapeHidden(edit))}`]),
        ]
      : [...(category === null ? [] : [`--category ${category}`]), ...(tell ? ['--tell-agent'] : [])];
  return ['holdpoint', verdict, hold, ...flags, ...more].join(' ');
}

/** The command by which a person admits what they chose of a proposal. */
export function admitCommand(
  connector: string,
  choice: {
    readonly left: readonly string[];
    readonly taken: readonly string[];
    readonly accepted: readonly string[];
  },
): string {
  const flags = [
    ...choice.left.map((tool) => `--without ${word(tool)}`),
    ...choice.taken.map((tool) => `--with ${word(tool)}`),
    ...choice.accepted.map((pair) => `--accept ${word(pair)}`),
  ];
  return ['holdpoint connector admit', word(connector), ...flags].join(' ');
}

/** A word that no shell reads otherwise stands as it is. */
function word(text: string): string {
  return /^[\w@./=:][\w@./=:-]*$/.test(text) ? text : quote(text);
}

function quote(words: string): string {
  // One line: a line break in a pasted command would run its first half.
  return `'${words.replaceAll(/\p{Cc}+/gu, ' ').replaceAll("'", String.raw`'\''`)}'`;
}
