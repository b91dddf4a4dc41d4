// Letters that look like others make a rule that reads well and never matches.

import type { LintRule } from '../rule.ts';

export const confusableText: LintRule = {
  id: 'confusable-text',
  severity: 'warning',
  title: 'letters that deceive the eye',
  help: 'Write it in one script and without invisible signs, or say with a suppression that it is meant.',
  check: ({ invalidities }) =>
    invalidities
      .filter(({ kind }) => kind === 'text')
      .map(({ policy, span, message }) => ({ at: { policy, span }, message })),
};
