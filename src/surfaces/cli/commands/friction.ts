// `holdpoint friction`: what asking people costs, and what would spare most of it.

import { frictionEvent, type FrictionView } from '../../http/contract-friction.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { frictionLines } from '../friction-words.ts';
import { createProgress } from '../progress.ts';
import { readTime } from './policy-simulate.ts';

export const addFrictionCommand: AddCommands = (program, run) => {
  program
    .command('friction')
    .summary('Says how often people are asked, and what would spare most of it.')
    .description(
      'Counts holds: how many, how long people took, what they said. Names the facts that would have spared' +
        ' most of them, each tried on every hold and on all that was ever refused.',
    )
    .option('--since <time>', 'only what was asked from then on (ISO 8601)', readTime)
    .addHelpText('after', '\nExample:\n  holdpoint friction --since 2026-11-01')
    .action(({ since }: { since?: number }) => run((context) => tell(context, since ?? 0)));
};

async function tell(context: Context, since: number): Promise<void> {
  const { event: _, ...friction } = await measure(context, since);
  context.print(friction, frictionLines({ event: 'done', ...friction }).join('\n'));
}

const STEPS = {
  count: 'counting',
  ask: 'asking again',
  try: 'trying on what was refused',
} as const;

async function measure(context: Context, since: number): Promise<FrictionView> {
  const progress = createProgress(context);
  try {
    for await (const text of (await context.reader()).getLines(`/friction?since=${since}`)) {
      const line = frictionEvent.parse(JSON.parse(text));
      if (line.event === 'done') return line;
      progress.show(`${STEPS[line.step]}: ${line.records} of ${line.of} records`);
    }
  } finally {
    progress.done();
  }
  throw new CliError('the answer broke off', { help: 'See: holdpoint doctor' });
}
