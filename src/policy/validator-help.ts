// Cedar's validator suggests the least far action for a mistyped one, however far that is. Help that misleads
// is worse than none: what is suggested here is near, or is what there is.

import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { nearestWord } from '../document/nearest.ts';

const UNKNOWN_ACTION = /^unrecognized action `Action::"([^"]*)"`/;
/** So many are listed at most. */
const FEW = 6;

/** @param help the validator's own; it stands for what is said of anything but actions */
export function validatorHelp(
  { message, help }: { readonly message: string; readonly help: string | null },
  schema: SchemaJson<string>,
): string | null {
  const [, name] = UNKNOWN_ACTION.exec(message) ?? [];
  if (name === undefined) return help;
  const actions = Object.keys(schema['']?.actions ?? {});
  const near = nearestWord(name, actions);
  if (near !== null) return `did you mean \`Action::"${near}"\`?`;
  const [connector, tool] = name.split('/');
  if (tool === undefined) return null;
  const tools = actions.filter((action) => action.includes('/') && !action.endsWith('/*'));
  const beside = tools.filter((action) => action.startsWith(`${connector}/`));
  if (beside.length > 0) return `the tools of ${connector} are ${few(beside)}`;
  const connectors = [...new Set(tools.map((action) => action.slice(0, action.indexOf('/'))))];
  return connectors.length === 0 ? 'no tool is admitted' : `the connectors are ${few(connectors)}`;
}

function few(names: readonly string[]): string {
  const more = names.length - FEW;
  const listed = names.slice(0, FEW).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}
