// Who makes a home is told what there is to govern, and may have it done at once. A scan that fails takes
// nothing back of the home that was made.

import { counted } from '../render/counted.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { fix } from './fix.ts';
import { isFree } from './fix-plan.ts';
import { lookAround } from './look.ts';
import { serversOf } from './machine.ts';
import { renderFixed } from './report.ts';

/**
 * Offers to put the servers of this machine's clients behind Holdpoint.
 *
 * @param wanted true: without asking; false: not at all; null: it is asked, where there is a terminal
 * @param owner the operator who answers for their workflows
 */
export async function offerToGovern(context: Context, wanted: boolean | null, owner: string): Promise<void> {
  if (wanted === false) return;
  const look = await lookAround(context, { folder: '.', tools: [] });
  const free = serversOf(look.machine).filter(isFree).length;
  if (free === 0) return;
  const found = `nobody governs ${counted(free, 'server')} of the MCP clients on this machine`;
  if (wanted === null && !(await isWanted(context, found))) {
    context.note(`\n${found}. See: holdpoint scan   and: holdpoint scan --fix`);
    return;
  }
  const options = { yes: wanted === true, dryRun: false, program: ['holdpoint'], owner };
  const said = await fix(context, look, options).then(renderFixed, (error: unknown) => {
    // Who is asked once more, and thinks again, has made a home all the same.
    if (wanted === null && error instanceof CliError) return error.message;
    throw error;
  });
  context.note(`\n${said}`);
}

async function isWanted({ io, flags }: Context, found: string): Promise<boolean> {
  if (flags.json || !io.stdout.isTerminal) return false;
  const said = await io.ask(`\n${found}. Put them behind Holdpoint? [yes/no] `, { hidden: false });
  return /^y(es)?$/i.test(said?.trim() ?? '');
}
