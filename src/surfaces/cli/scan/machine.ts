// What was read on this machine, before anything is judged.

import type { ToolSheet } from '../../../catalog/intake/sheet.ts';
import type { Region } from '../../../policy/lint/finding.ts';
import type { Located } from './located.ts';
import type { HeldSecret } from './secret-search.ts';
import type { ServerEntry, Word } from './server-entry.ts';
import type { Skipped, SourceFile } from './source-file.ts';

/** `client`: settings of an MCP client. `variables`: a `.env` file. `other`: any other file. */
export interface ReadFile {
  readonly kind: 'client' | 'variables' | 'other';
  readonly client: string | null;
  readonly file: SourceFile;
  readonly secrets: readonly HeldSecret[];
  /** Null where it is no settings. */
  readonly root: Located | null;
  readonly servers: readonly ServerEntry[];
}

/** Settings that are there and cannot be judged. */
export interface Unreadable {
  readonly file: string;
  readonly region: Region;
  readonly message: string;
}

export interface Machine {
  /** Of files without servers only those with secrets. */
  readonly files: readonly ReadFile[];
  readonly unreadable: readonly Unreadable[];
  readonly skipped: readonly Skipped[];
  /** How many files were looked at. */
  readonly looked: number;
  /** Whether the folder has more than was looked at. */
  readonly isCut: boolean;
}

/** What is known beside it. */
export interface Surroundings {
  /** The person's folder. */
  readonly home: string;
  /** Whether Holdpoint is set up here. */
  readonly isSetUp: boolean;
  /** Ids of the connectors that are admitted; null where nobody can be asked. */
  readonly admitted: readonly string[] | null;
  /** Tools of which a list was given. */
  readonly tools: readonly ToolSheet[];
  /** Words of command lines that name programs which others can replace, and why. */
  readonly replaceable: ReadonlyMap<Word, string>;
}

export function serversOf({ files }: Machine): ServerEntry[] {
  return files.flatMap(({ servers }) => servers);
}
