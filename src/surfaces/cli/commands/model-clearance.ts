// `holdpoint model-clearance`: what the models behind agents, and whoever provides them, may be given.

import { SENSITIVITIES } from '../../../kernel/flow/label.ts';
import type { Clearance } from '../../../kernel/flow/label.ts';
import { answerSchema } from '../../http/contract.ts';
import { clearancesSchema } from '../../http/contract/profile.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { sensitivityOf } from '../given/sensitivity.ts';
import { renderTable } from '../render/table.ts';

interface SetFlags {
  readonly except?: string;
}

type Models = { readonly [model: string]: Clearance };

export const addClearanceCommands: AddCommands = (program, run) => {
  const clearance = program
    .command('model-clearance')
    .description('Say what the models behind agents may be given: more is cut out of results, or withheld.');
  clearance
    .command('show')
    .description('Shows what was declared.')
    .action(() => run(show));
  clearance
    .command('set')
    .description('Declares the most sensitive data that a model may be given.')
    .argument('<model>', 'PROVIDER, PROVIDER/NAME, or * for any that is not named')
    .argument('<sensitivity>', SENSITIVITIES.join(', '))
    .option('--except <categories>', 'categories that it may not be given, however sensitive they are')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint model-clearance set example-ai confidential --except phi,secret',
    )
    .action((model: string, sensitivity: string, flags: SetFlags) =>
      run((context) => set(context, model, sensitivity, flags)),
    );
  clearance
    .command('remove')
    .description('Takes back what was declared for a model: what was declared more widely holds for it.')
    .argument('<model>', 'as it was declared')
    .addHelpText('after', '\nExample:\n  holdpoint model-clearance remove example-ai')
    .action((model: string) => run((context) => remove(context, model)));
};

async function readDeclared(context: Context): Promise<Models> {
  return (await (await context.reader()).get('/model-clearances', clearancesSchema)).models;
}

async function show(context: Context): Promise<void> {
  const models = await readDeclared(context);
  context.print({ models }, render(models));
}

async function set(context: Context, model: string, given: string, { except = '' }: SetFlags): Promise<void> {
  const sensitivity = sensitivityOf(given);
  const categories = except.split(',').map((one) => one.trim());
  const clearance = { sensitivity, except: categories.filter((one) => one !== '') };
  await declare(context, { ...(await readDeclared(context)), [model]: clearance });
}

async function remove(context: Context, model: string): Promise<void> {
  const { [model]: removed, ...models } = await readDeclared(context);
  if (removed === undefined) {
    throw new CliError(`nothing is declared for ${model}`, { help: 'holdpoint model-clearance show' });
  }
  await declare(context, models);
}

async function declare(context: Context, models: Models): Promise<void> {
  const client = await context.operator();
  const answer = await client.post('/model-clearances', { models }, answerSchema);
  context.print({ models, ...answer }, render(models));
}

function render(models: Models): string {
  const rows = Object.entries(models).map(([model, { sensitivity, except }]) => [
    model,
    sensitivity,
    except.join(', ') || '-',
  ]);
  const nothing = 'Nothing is declared: whatever tools answer is given to every model.';
  return renderTable(['MODEL', 'UP TO', 'EXCEPT'], rows) ?? nothing;
}
