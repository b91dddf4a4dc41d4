// One rulebook, both engines: every answer must be the same but for the order of what went wrong.

import type { PolicyAnswer, PolicyEngine } from '../../src/kernel/policy.ts';
import { compilePolicies, loadPolicies } from '../../src/policy/compile.ts';
import { digest } from '../../src/policy/engine.contract.ts';
import { textsOf } from './rulebook.ts';
import type { Rulebook } from './rulebook.ts';

type EngineName = 'reference' | 'compiled';

interface Difference {
  readonly text: string;
  readonly asked: Rulebook['queries'][number];
  readonly reference: PolicyAnswer;
  readonly compiled: PolicyAnswer;
}

/** The first difference, for people; null where there is none. Each answer is also told to `heard`. */
export function engineDifference(
  book: Rulebook,
  heard: (answer: PolicyAnswer) => unknown = () => {},
): string | null {
  const texts = textsOf(book);
  const text = (book.misfits ? texts : fittingOf(texts, book)).join('\n');
  const reference = engineOf('reference', text, book);
  const compiled = engineOf('compiled', text, book);
  if (reference === null || compiled === null)
    return reference === compiled ? null : `only one takes\n${text}`;
  if (reference.digest !== compiled.digest) return `the digests differ of\n${text}`;
  for (const asked of book.queries) {
    const answers = {
      reference: inOrder(reference.evaluate(asked.query, asked.suspended)),
      compiled: inOrder(compiled.evaluate(asked.query, asked.suspended)),
    };
    heard(answers.reference);
    if (JSON.stringify(answers.reference) !== JSON.stringify(answers.compiled)) {
      return print(book, { text, asked, ...answers });
    }
  }
  return null;
}

/** Policies that fit the catalog: one that does not would deny most of what is asked. */
function fittingOf(texts: readonly string[], { catalog }: Rulebook): string[] {
  const loaded = loadPolicies([{ name: 'all', text: texts.join('\n') }], catalog, { digest });
  if ('errors' in loaded) return [];
  return loaded.policies.filter(({ misfit }) => misfit === null).map((policy) => policy.text);
}

function engineOf(engine: EngineName, text: string, { catalog, misfits }: Rulebook): PolicyEngine | null {
  const make = misfits ? loadPolicies : compilePolicies;
  const made = make([{ name: 'all', text }], catalog, { digest, engine });
  return 'errors' in made ? null : made.engine;
}

function inOrder(answer: PolicyAnswer): PolicyAnswer {
  // Of several reasons why a policy does not fit, Cedar's validator names one or another.
  const errors = answer.errors.map((error) => error.replace(/(?<=does not fit the catalog: ).*$/, '…'));
  return { ...answer, errors: errors.toSorted() };
}

function print({ catalog }: Rulebook, { text, asked, reference, compiled }: Difference): string {
  const tools = Object.values(catalog.connectors).flatMap(({ id, admitted }) =>
    Object.values(admitted?.tools ?? {}).map(({ name, effects, inputSchema }) =>
      [`${id}/${name}`, effects.join(' '), JSON.stringify(inputSchema)].join(' '),
    ),
  );
  const lines = { ...asked, reference, compiled };
  return [
    '--- tools',
    ...tools,
    '--- policies',
    text,
    ...Object.entries(lines).map(([title, value]) => `--- ${title}\n${JSON.stringify(value)}`),
  ].join('\n');
}
