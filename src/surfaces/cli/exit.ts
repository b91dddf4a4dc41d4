// Exit codes are an interface: scripts branch on them, so each means one thing for ever.

export const EXIT = {
  /** Done, or permitted. */
  ok: 0,
  /** Wrong usage, or something did not work. */
  failed: 1,
  /** Denied, or a verification found something. */
  denied: 2,
  /** A file or configuration is not valid. */
  invalid: 3,
  /** Held: people have to decide first. */
  held: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done, or permitted
  1  wrong usage, or something did not work
  2  denied, or a verification found something
  3  a file or the configuration is not valid
  4  held: people have to decide first`;

/** What a person can act on: said plainly, with the next command. */
export class CliError extends Error {
  readonly exit: ExitCode;
  readonly help: string | null;
  /** More lines for a person, and the whole for `--json`. */
  readonly details: { readonly lines: readonly string[]; readonly json: object };
  constructor(
    message: string,
    more: {
      readonly exit?: ExitCode;
      readonly help?: string | null;
      readonly lines?: readonly string[];
      readonly json?: object;
    } = {},
  ) {
    super(message);
    this.name = 'CliError';
    this.exit = more.exit ?? EXIT.failed;
    this.help = more.help ?? null;
    this.details = { lines: more.lines ?? [], json: more.json ?? {} };
  }
}
