// A fact in words, and how whoever knows it to be true has it reviewed: nothing is changed from here.

import { spellListed } from '../../kernel/flow/cleared.ts';
import type { State } from '../../kernel/state.ts';
import type { Fact } from './fact.ts';

export interface Advice {
  /** What would have to be true. */
  readonly words: string;
  /** Commands that propose it, and between them, after `#`, what to write where. */
  readonly steps: readonly string[];
}

/** @param state of today: what is said anew stands beside what was said */
export function adviceFor({ org }: Pick<State, 'org'>, fact: Fact): Advice {
  switch (fact.kind) {
    case 'field': {
      const { connector, tool, pointer } = fact;
      return {
        words:
          `${pointer} in results of ${connector}/${tool} is written by the organisation, ` +
          'or by whoever owns the account',
        steps: manifestSteps(
          connector,
          `of ${asWritten(tool)}, under profile: fields: {${ourField(pointer)}}`,
        ),
      };
    }
    case 'role': {
      const { connector, tool, pointer } = fact;
      return {
        words: `${pointer} of ${connector}/${tool} says nothing about what a call does to whom`,
        steps: manifestSteps(
          connector,
          `of ${asWritten(tool)}, take ${asWritten(pointer)} out of profile: roles`,
        ),
      };
    }
    case 'effects': {
      const { connector, tool, effects } = fact;
      return {
        words: `${connector}/${tool} has no other effect than ${effects.join(', ')}`,
        steps: isWord(tool)
          ? [`holdpoint connector admit ${connector} --effect ${tool}=${effects.join(',')}`]
          : manifestSteps(connector, `of ${asWritten(tool)}, write: effects: [${effects.join(', ')}]`),
      };
    }
    case 'destination': {
      const { list, host } = fact;
      const { own } = org.destinations;
      const before = list === 'own' ? own : spellListed(org.destinations);
      const hosts = [...before, host].join(',');
      const words = list === 'own' ? `${host} is the organisation's own` : `${host} is known`;
      return { words, steps: [`holdpoint destinations set --${list} ${hosts}`] };
    }
    case 'preapproval': {
      const { workflow, allowance } = fact;
      return {
        words: `the review of workflow ${workflow} approves ${allowance}`,
        steps: [
          `# in its file, beside "tool: ${allowance}", write: preapproved: true`,
          `holdpoint workflow publish ${workflow}.workflow.yaml`,
        ],
      };
    }
  }
}

function ourField(pointer: string): string {
  return `${JSON.stringify(pointer)}: {writer: organisation, categories: []}`;
}

/** What a server named is one word of a command, or stands quoted on a line that runs nothing. */
function asWritten(name: string): string {
  return isWord(name) ? name : JSON.stringify(name);
}

function isWord(name: string): boolean {
  return /^[\w./*@-]+$/.test(name);
}

function manifestSteps(connector: string, change: string): string[] {
  const file = `${connector}.connector.yaml`;
  return [
    `holdpoint connector manifest ${connector} > ${file}`,
    `# ${change}`,
    `holdpoint connector admit ${connector} --manifest ${file}`,
  ];
}
