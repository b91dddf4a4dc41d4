// Everything that the scan finds in what was read, in the order of the files.

import { sortFindings, type Finding } from '../../../policy/lint/finding.ts';
import { combinationFindings } from './combination.ts';
import { governanceFindings } from './governance-rules.ts';
import { launchFindings } from './launch-rules.ts';
import type { Machine, Surroundings } from './machine.ts';
import { findingAt } from './rule-list.ts';
import { scopeFindings } from './scope-rules.ts';
import { secretFindings } from './secret-rules.ts';

export function judge(machine: Machine, surroundings: Surroundings): readonly Finding[] {
  const findings = [
    ...machine.unreadable.map(({ file, region, message }) =>
      findingAt('unreadable-file', file, region, `the settings cannot be read: ${message}`),
    ),
    ...governanceFindings(machine, surroundings),
    ...launchFindings(machine, surroundings),
    ...scopeFindings(machine, surroundings),
    ...secretFindings(machine),
    ...combinationFindings(machine, surroundings),
  ];
  return sortFindings(findings, [...new Set(findings.map(({ source }) => source ?? ''))].toSorted());
}
