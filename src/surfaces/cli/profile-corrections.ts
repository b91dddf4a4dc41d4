// What a reviewer says of tools beside their effects, from a file: each part that is given replaces what was
// proposed, and the whole profile is admitted.

import { z } from 'zod';
import { fit, readYaml } from '../../document/document.ts';
import type { Problem, Read } from '../../document/document.ts';
import type { ConnectorDetail } from '../http/contract.ts';
import { profileSchema, type ToolProfileView } from '../http/contract-profile.ts';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';
import { readGivenText } from './given-file.ts';

/** Profiles as the reviewer says, by tool. */
export type ProfileCorrections = ReadonlyMap<string, ToolProfileView>;

const correctionFile = z.strictObject({
  tools: z.record(
    z.string(),
    z.strictObject({
      egress: profileSchema.shape.egress.exactOptional(),
      roles: profileSchema.shape.roles.exactOptional(),
      output: profileSchema.shape.output.exactOptional(),
    }),
  ),
});

/** Throws `CliError` for a file that cannot be read, does not fit, or names tools that are not proposed. */
export async function readProfiles(
  context: Context,
  file: string | undefined,
  { proposal }: ConnectorDetail,
): Promise<ProfileCorrections> {
  if (file === undefined) return new Map();
  const read = readCorrectionFile(await readGivenText(context, file), file);
  if ('problems' in read) throw new CliError(read.problems.map(problemText).join('\n'));
  return new Map(
    Object.entries(read.value.tools).map(([name, corrected]) => {
      const proposed = proposal?.tools.find((tool) => tool.name === name);
      if (proposed === undefined) throw new CliError(`${file} names no proposed tool: ${name}`);
      return [name, { ...proposed.profile, ...corrected }];
    }),
  );
}

function readCorrectionFile(text: string, file: string): Read<z.output<typeof correctionFile>> {
  const document = readYaml(text, file);
  return 'problems' in document ? document : fit(document.value, correctionFile);
}

function problemText({ file, line, column, path, message, help }: Problem): string {
  const where = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column}: ${where}${message}${help === null ? '' : ` (${help})`}`;
}
