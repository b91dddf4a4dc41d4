// How sensitive something may be is one of four words: any other is a slip, and never taken for one of them.

import { SENSITIVITIES, type Sensitivity } from '../../../kernel/flow/label.ts';
import { CliError } from '../exit.ts';

export function sensitivityOf(given: string): Sensitivity {
  const sensitivity = SENSITIVITIES.find((one) => one === given);
  if (sensitivity !== undefined) return sensitivity;
  throw new CliError(`"${given}" is no sensitivity`, { help: `Name one of: ${SENSITIVITIES.join(', ')}` });
}
