// A difference of policies, put to requests: an answer that differs is told by a change, and what a change
// tells is so. HOLDPOINT_SEED=<seed> plays that seed alone.

import { expect, test } from 'vitest';
import type { PolicyEngine, PolicyQuery } from '../../src/kernel/policy.ts';
import { approversText } from '../../src/policy/analysis/access.ts';
import type { Access } from '../../src/policy/analysis/access.ts';
import { diffPolicies } from '../../src/policy/analysis/diff.ts';
import { sentenceOf } from '../../src/policy/analysis/diff-words.ts';
import { and } from '../../src/policy/analysis/formula.ts';
import { holdsIn } from '../../src/policy/analysis/judge.ts';
import { loadPolicies } from '../../src/policy/compile.ts';
import type { CompiledPolicy } from '../../src/policy/compiled-policy.ts';
import { digest } from '../../src/policy/engine.contract.ts';
import { askedOf, fittingOf } from './asked.ts';
import { lengthOf, play, SEEDS } from './play.ts';
import { makeRulebook } from './rulebook.ts';
import type { Rulebook } from './rulebook.ts';

const USUAL = 12;

test.each(SEEDS)(
  'differences tell what the engine does in the rulebooks of seed %i',
  (seed) => {
    const seen = { same: 0, told: 0, left: 0 };
    play(seed, lengthOf(USUAL), makeRulebook, (book) => wrongDifference(book, seen));
    expect(seen.same).toBeGreaterThan(0);
    expect(seen.told).toBeGreaterThan(0);
    expect(seen.left).toBeLessThan(seen.told / 4);
  },
  36_000_000,
);

interface Seen {
  same: number;
  told: number;
  /** Not compared: there was too much. */
  left: number;
}

/** The set with every third policy left out against the set with every third other one left out. */
function wrongDifference(book: Rulebook, seen: Seen): string | null {
  const policies = fittingOf(book);
  const without = (left: number) => policies.filter((_, index) => index % 3 !== left);
  const [before, after] = [without(0), without(1)];
  // The facts that a catalog states of its tools do not hold in random requests.
  const diff = diffPolicies(before, after, book.catalog, { domains: () => new Map() });
  const [old, next] = [engineOf(before, book), engineOf(after, book)];
  for (const { query } of book.queries) {
    for (const { scene } of askedOf(book, query)) {
      const [first, second] = [accessOf(old, query), accessOf(next, query)];
      const told = diff.access.filter(
        ({ actions, principal, when }) =>
          actions.includes(query.action) &&
          principal === query.principal.type &&
          holdsIn(and(...when), scene),
      );
      const differs = JSON.stringify(first) !== JSON.stringify(second);
      const isTold = told.some((change) => same(change, first, second));
      const isLeft = differs && !isTold && diff.notCompared.includes(query.action);
      seen[differs ? (isLeft ? 'left' : 'told') : 'same'] += 1;
      if (differs ? !isTold && !isLeft : told.length > 0)
        return print(book, { query, first, second, told: told.map(sentenceOf) });
    }
  }
  return null;
}

function same(change: { before: Access; after: Access }, first: Access, second: Access): boolean {
  return JSON.stringify([change.before, change.after]) === JSON.stringify([first, second]);
}

function engineOf(policies: readonly CompiledPolicy[], { catalog }: Rulebook): PolicyEngine | null {
  const text = policies.map((policy) => policy.text).join('\n');
  const loaded = loadPolicies([{ name: 'all', text }], catalog, { digest });
  return 'errors' in loaded ? null : loaded.engine;
}

/** What the kernel makes of the engine's answers. */
function accessOf(engine: PolicyEngine | null, query: PolicyQuery): Access {
  const denied: Access = { verdict: 'deny', approvers: [], obligations: [] };
  if (engine === null) return denied;
  const first = engine.evaluate(query, []);
  if (first.errors.length > 0) return denied;
  if (first.decision === 'permit') return { ...denied, verdict: 'permit' };
  const asks = first.determining.filter(({ effect }) => effect === 'forbid');
  if (asks.length === 0 || asks.some(({ hold }) => hold === null)) return denied;
  const second = engine.evaluate(
    query,
    asks.map(({ id }) => id),
  );
  if (second.decision !== 'permit' || second.errors.length > 0) return denied;
  const approvers = new Set(
    asks.flatMap(({ hold }) => (hold === null ? [] : [approversText(hold.approvers)])),
  );
  return { ...denied, verdict: 'hold', approvers: [...approvers].toSorted() };
}

function print(book: Rulebook, lines: object): string {
  const policies = fittingOf(book).map(({ text }) => text);
  const said = Object.entries(lines).map(([name, value]) => `--- ${name}\n${JSON.stringify(value)}`);
  return [...policies, ...said].join('\n');
}
