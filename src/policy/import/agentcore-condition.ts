// Conditions of an AgentCore policy in Holdpoint's words. A part that would not be true in exactly the same
// cases refuses the whole policy.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { Untranslatable } from './report.ts';

interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

type Node = { readonly [operator: string]: unknown };

/** What a condition reads of the request; anything else is refused. */
const READABLE = 'only context.input, tags that are compared with a text, and principal.id can be translated';

/** None of them is true in the same cases here. */
const OPERATORS = ['hasTag', 'getTag', 'is', 'in', 'Record'];

/** Rewrites the body of a clause. `note` is told what means something else than it did. */
export function translateCondition(body: Expr, note: (message: string) => void): Expr {
  const node = body as Node;
  if (node['&&'] !== undefined) return translateAnd(body, note);
  const tag = tagComparison(body);
  if (tag !== null)
    throw new Untranslatable(`principal.getTag("${tag.name}") is read without hasTag before it`);
  const id = idComparison(body);
  if (id !== null) {
    note(`principal.id == "${id}" became the agent of that id`);
    return isEntity('==', 'Agent', id);
  }
  if (isInput(body)) return body;
  const found = pathOf(body) ?? OPERATORS.find((operator) => node[operator] !== undefined);
  if (found !== undefined) throw new Untranslatable(`a condition has ${found}: ${READABLE}`);
  return mapParts(body, (part) => translateCondition(part, note));
}

/** `hasTag(t) && …` is one thing with what it guards: neither is translated alone. */
function translateAnd(body: Expr, note: (message: string) => void): Expr {
  const parts = conjunctsOf(body);
  const guarded = new Set(parts.flatMap((part) => hasTagOf(part) ?? []));
  const compared = new Set<string>();
  const translated = parts
    .filter((part) => hasTagOf(part) === null)
    .map((part) => {
      const tags = tagsOf(part);
      if (tags === null) return translateCondition(part, note);
      for (const { name } of tags) {
        if (!guarded.has(name))
          throw new Untranslatable(`principal.getTag("${name}") is read without hasTag before it`);
        compared.add(name);
      }
      return translateTags(part, note);
    });
  for (const name of guarded) {
    if (!compared.has(name))
      throw new Untranslatable(`principal.hasTag("${name}") has no comparison with it`);
  }
  return translated.reduce((left, right) => ({ '&&': { left, right } }));
}

function conjunctsOf(node: Expr): readonly Expr[] {
  const { '&&': and } = node as { readonly '&&'?: Sides };
  return and === undefined ? [node] : [...conjunctsOf(and.left), ...conjunctsOf(and.right)];
}

function hasTagOf(node: Expr): string | null {
  const { hasTag } = node as { readonly hasTag?: Sides };
  return hasTag !== undefined && isPrincipal(hasTag.left) ? literalOf(hasTag.right) : null;
}

interface TagValue {
  readonly name: string;
  readonly value: string;
}

/**
 * The comparisons of a part that is made of nothing else, joined by `||`: false where the tag is absent, as a
 * group is that nobody is in. Null for any other part.
 */
function tagsOf(node: Expr): readonly TagValue[] | null {
  const { '||': or } = node as { readonly '||'?: Sides };
  if (or !== undefined) {
    const [left, right] = [tagsOf(or.left), tagsOf(or.right)];
    return left === null || right === null ? null : [...left, ...right];
  }
  const tag = tagComparison(node);
  return tag === null ? null : [tag];
}

function tagComparison(node: Expr): TagValue | null {
  const { '==': equal } = node as { readonly '=='?: Sides };
  if (equal === undefined) return null;
  const { getTag } = equal.left as { readonly getTag?: Sides };
  if (getTag === undefined || !isPrincipal(getTag.left)) return null;
  const [name, value] = [literalOf(getTag.right), literalOf(equal.right)];
  return name === null || value === null ? null : { name, value };
}

function translateTags(node: Expr, note: (message: string) => void): Expr {
  const { '||': or } = node as { readonly '||'?: Sides };
  if (or !== undefined) {
    return { '||': { left: translateTags(or.left, note), right: translateTags(or.right, note) } };
  }
  const tag = tagComparison(node);
  if (tag === null) throw new Untranslatable(READABLE);
  if (tag.name === 'username') {
    note(`the tag username became context.task.requester: the person whom the task is for`);
    return { '==': { left: attribute('context', 'task', 'requester'), right: { Value: tag.value } } };
  }
  note(`the tag ${tag.name} with "${tag.value}" became the group "${tag.value}": put those agents in it`);
  return isEntity('in', 'Group', tag.value);
}

function idComparison(node: Expr): string | null {
  const { '==': equal } = node as { readonly '=='?: Sides };
  const { '.': access } = (equal?.left ?? {}) as { readonly '.'?: { left: Expr; attr: string } };
  if (equal === undefined || access === undefined) return null;
  return access.attr === 'id' && isPrincipal(access.left) ? literalOf(equal.right) : null;
}

function isEntity(operator: '==' | 'in', type: string, id: string): Expr {
  const sides = { left: { Var: 'principal' }, right: { Value: { __entity: { type, id } } } };
  return { [operator]: sides } as unknown as Expr;
}

function attribute(variable: 'context', ...path: readonly string[]): Expr {
  return path.reduce<Expr>((left, attr) => ({ '.': { left, attr } }), { Var: variable });
}

function isPrincipal(node: Expr): boolean {
  return (node as Node)['Var'] === 'principal';
}

/** `context.input`, what is in it, and whether it is there. */
function isInput(node: Expr): boolean {
  const { '.': access, has } = node as {
    readonly '.'?: { left: Expr; attr: unknown };
    readonly has?: { left: Expr };
  };
  if (has !== undefined) return isInput(has.left);
  if (access === undefined) return false;
  return (access.attr === 'input' && (access.left as Node)['Var'] === 'context') || isInput(access.left);
}

/** A variable and what is read of it, as it is written; undefined for anything else. */
function pathOf(node: Expr): string | undefined {
  const { '.': access, Var: variable } = node as {
    readonly '.'?: { left: Expr; attr: string };
    readonly Var?: string;
  };
  if (access === undefined) return variable;
  const left = pathOf(access.left);
  return left === undefined ? undefined : `${left}.${access.attr}`;
}

function literalOf(node: Expr): string | null {
  const value = (node as Node)['Value'];
  return typeof value === 'string' ? value : null;
}

/** The same node over translated parts. */
function mapParts(node: Expr, translate: (part: Expr) => Expr): Expr {
  const mapped = Object.entries(node).map(([operator, operands]) => [
    operator,
    mapOperands(operands, translate),
  ]);
  return Object.fromEntries(mapped) as Expr;
}

const PARTS = ['left', 'right', 'arg', 'if', 'then', 'else'];

function mapOperands(operands: unknown, translate: (part: Expr) => Expr): unknown {
  if (Array.isArray(operands)) return operands.map((part) => translate(part as Expr));
  if (typeof operands !== 'object' || operands === null) return operands;
  if ('__entity' in operands) throw new Untranslatable('an entity is named within a condition');
  const entries = Object.entries(operands).map(([name, part]) => {
    return [name, PARTS.includes(name) ? translate(part as Expr) : (part as unknown)];
  });
  return Object.fromEntries(entries);
}
