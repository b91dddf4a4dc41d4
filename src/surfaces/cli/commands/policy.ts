// `holdpoint policy`: everything about Cedar files, from the first draft to what was decided by them.

import type { AddCommands } from '../context.ts';
import { addPolicyBench } from './policy-bench.ts';
import { addPolicyCatalog } from './policy-catalog.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { addPolicyExplain } from './policy-explain.ts';
import { addPolicyFmt } from './policy-fmt.ts';
import { addPolicyHistory } from './policy-history.ts';
import { addPolicyImport } from './policy-import.ts';
import { addPolicyLint } from './policy-lint.ts';
import { addPolicyPack } from './policy-pack.ts';
import { addPolicyPublish } from './policy-publish.ts';
import { addPolicyShadow } from './policy-shadow.ts';
import { addPolicyShadowReport } from './policy-shadow-report.ts';
import { addPolicySimulate } from './policy-simulate.ts';
import { addPolicyTest } from './policy-test.ts';
import { addPolicyValidate } from './policy-validate.ts';

/** In the order in which a policy comes to be: written, checked, tried, published, explained. */
const COMMANDS = [
  addPolicyPack,
  addPolicyImport,
  addPolicyFmt,
  addPolicyValidate,
  addPolicyLint,
  addPolicyTest,
  addPolicyBench,
  addPolicyCatalog,
  addPolicyDiff,
  addPolicySimulate,
  addPolicyShadow,
  addPolicyShadowReport,
  addPolicyPublish,
  addPolicyHistory,
  addPolicyExplain,
];

export const addPolicyCommands: AddCommands = (program, run) => {
  const policy = program.command('policy').description('Write, check, try, publish and explain policy.');
  for (const add of COMMANDS) add(policy, run);
};
