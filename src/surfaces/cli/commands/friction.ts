// `holdpoint friction`: what asking people costs, and what would spare most of it.

import { frictionEvent } from '../../http/contract/friction.ts';
import type { AddCommands, Context } from '../context.ts';
import { frictionLines } from '../render/friction-words.ts';
import { readLongAnswer } from '../long-answer.ts';
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
  const { event: _, ...friction } = await readLongAnswer(
    context,
    `/friction?since=${since}`,
    (json) => frictionEvent.parse(json),
    ({ step, records, of }) => `${STEPS[step]}: ${records} of ${of} records`,
  );
  context.print(friction, frictionLines({ event: 'done', ...friction }).join('\n'));
}

const STEPS = {
  count: 'counting',
  ask: 'asking again',
  try: 'trying on what was refused',
} as const;
