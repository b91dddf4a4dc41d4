// What a model says of tools is shown as its word, beside what the rules found; where it was not heard, that
// is said, and the rules' proposal stands.

import type { ToolSheet } from '../../../catalog/intake/sheet.ts';
import { additions, type ModelAsked } from '../../../gateway/proposer/hear-model.ts';
import type { Added } from '../../../gateway/proposer/widen.ts';
import type { Sheets } from '../connector-definitions.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { printable } from './printable.ts';

/** A sheet, with what a model added to it in words. */
export interface WidenedSheet extends ToolSheet {
  readonly modelSays?: readonly string[];
}

/** Throws `CliError` for tools without definitions. */
export async function askAbout(
  context: Context,
  { tools, definitions }: Pick<Sheets, 'tools' | 'definitions'>,
): Promise<{ readonly tools: readonly WidenedSheet[]; readonly model: ModelAsked }> {
  if (definitions === null) {
    throw new CliError('--model is asked about tools of MCP and of OpenAPI alone');
  }
  const { proposer: settings } = (await context.place({ mayBeNew: true })).settings;
  const { deps, io } = context;
  const proposer = settings === undefined ? undefined : deps.createProposer(settings, io.env);
  const asked = tools.map(({ name, effectsAll: effects, egress, roles, output }, at) => {
    const categories: readonly string[] = [...new Set(output.flatMap(({ classes }) => classes))];
    return { name, definition: definitions[at]!, known: { effects, egress, roles, categories } };
  });
  const { model, added } = await additions(proposer, asked, new AbortController().signal);
  return { model, tools: tools.map((tool, at) => widenedSheet(tool, added[at] ?? null)) };
}

export function noteModel(
  context: Context,
  model: ModelAsked | null,
  tools: readonly WidenedSheet[] = [],
): void {
  if (model === null) return;
  const { name, fault } = model;
  if (fault !== null) {
    context.note(
      printable(`no model was heard (${fault.code}): ${fault.message}; the rules' proposal stands`),
    );
  }
  for (const { name: tool, modelSays = [] } of tools) {
    if (modelSays.length > 0) context.note(printable(`${name} says of ${tool}: ${modelSays.join('; ')}`));
  }
}

/** Whoever asks for a model is told when there was none to hear. */
export function exitOf(model: ModelAsked | null): ExitCode {
  return model === null || model.fault === null ? EXIT.ok : EXIT.failed;
}

function widenedSheet(tool: ToolSheet, added: Added | null): WidenedSheet {
  if (added === null) return tool;
  const { effects, egress, roles, words } = added;
  const destinations = Object.entries(roles).flatMap(([pointer, role]) =>
    role === 'destination' ? [pointer.slice(pointer.lastIndexOf('/') + 1)] : [],
  );
  return {
    ...tool,
    effectsAll: [...tool.effectsAll, ...effects],
    readOnly: tool.readOnly && effects.every((effect) => effect === 'read'),
    idempotent: tool.idempotent && effects.length === 0,
    egress,
    roles: { ...tool.roles, ...roles },
    destinationArguments: [...new Set([...tool.destinationArguments, ...destinations])],
    evidence: [...tool.evidence, ...effects.map((effect) => ({ effect, because: 'the model says so' }))],
    modelSays: words,
  };
}
