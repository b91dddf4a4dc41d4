// What is tested: a place in the request (`context.input.amount`), or any other expression by its text. Which
// of the places it reads may be absent is part of it, for there an evaluation fails.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarType } from '../cedar-type.ts';
import { constantOf, operandsOf, operatorOf, partsOf, textOf } from './expression-node.ts';
import type { Operands } from '../cedar/expression.ts';
import type { Setting } from './setting.ts';

export interface Term {
  /** Canonical: equal texts mean equal terms within one setting. */
  readonly text: string;
  readonly expression: Expr;
  /** The optional places it reads, the outermost first, itself last where it is one. */
  readonly needs: readonly Term[];
  /** Whether it has a value wherever everything it needs is there. */
  readonly isTotal: boolean;
  /** Variable and attributes of a place; null for any other expression. */
  readonly path: readonly string[] | null;
  /** The places it always reads; of a place itself alone. */
  readonly reads: () => readonly Term[];
  /** Null: not known. */
  readonly type: CedarType | null;
  /** Its attribute is not in the type of its holder: reading it always fails. */
  readonly isNowhere: boolean;
}

const NAME = /^[A-Za-z_]\w*$/;

/** The place an expression reads; null where it is no path from a variable. */
export function placeOf(expression: Expr, setting: Setting): Term | null {
  const operator = operatorOf(expression);
  if (operator === 'Var') return variable(String(operandsOf(expression)), setting);
  if (operator !== '.') return null;
  const { left, attr } = operandsOf(expression) as Operands;
  if (typeof attr !== 'string') return null;
  const holder = placeOf(left, setting);
  return holder === null ? null : attributeOf(holder, attr);
}

function variable(name: string, { action, subjects }: Setting): Term {
  const type = name === 'context' ? action.context : (subjects.get(name)?.attributes ?? null);
  const expression = { Var: name } as Expr;
  const term: Term = {
    text: name,
    expression,
    needs: [],
    isTotal: true,
    path: [name],
    reads: () => [term],
    type,
    isNowhere: false,
  };
  return term;
}

export function attributeOf(holder: Term, name: string): Term {
  const record = holder.type?.type === 'Record' ? holder.type.attributes : null;
  const declared = record !== null && Object.hasOwn(record, name) ? record[name] : undefined;
  const needs = [...holder.needs];
  const term: Term = {
    text: NAME.test(name) ? `${holder.text}.${name}` : `${holder.text}[${JSON.stringify(name)}]`,
    expression: { '.': { left: holder.expression, attr: name } },
    needs,
    isTotal: true,
    path: [...(holder.path ?? []), name],
    reads: () => [term],
    type: declared ?? null,
    isNowhere: holder.isNowhere || (holder.type !== null && declared === undefined),
  };
  if (declared?.required !== true) needs.push(term);
  return term;
}

/** Any expression as a term. */
export function termOf(expression: Expr, setting: Setting): Term {
  const place = placeOf(expression, setting);
  if (place !== null) return place;
  const read = readsOf(expression, setting);
  const needs = [
    ...new Map(read.places.flatMap((each) => each.needs).map((each) => [each.text, each])).values(),
  ];
  return {
    text: textOf(expression),
    expression,
    needs,
    isTotal: read.isTotal,
    path: null,
    reads: () => read.places,
    type: null,
    isNowhere: false,
  };
}

interface Reads {
  /** What every evaluation reads. */
  readonly places: readonly Term[];
  readonly isTotal: boolean;
}

/** Operators that have a value wherever their operands have one of the right type. */
const TOTAL = new Set(
  ['Set', 'Record', '!', '==', '!=', '<', '<=', '>', '>=', 'in', 'is', 'like', 'has', 'hasTag']
    .concat(['contains', 'containsAll', 'containsAny', 'isEmpty', 'lessThan', 'lessThanOrEqual'])
    .concat(['greaterThan', 'greaterThanOrEqual', 'isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])
    .concat(['isInRange', 'toTime', 'toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays']),
);
/** Those that do not evaluate all their operands evaluate the first. */
const LAZY = new Set(['&&', '||', 'if-then-else']);

function readsOf(expression: Expr, setting: Setting): Reads {
  const place = placeOf(expression, setting);
  if (place !== null) return { places: place.isNowhere ? [] : [place], isTotal: !place.isNowhere };
  const constant = constantOf(expression);
  if (constant !== null) return { places: [], isTotal: constant !== 'fails' };
  const operator = operatorOf(expression);
  const parts = partsOf(expression);
  if (LAZY.has(operator)) {
    const [first] = parts;
    return { places: first === undefined ? [] : readsOf(first, setting).places, isTotal: false };
  }
  const reads = parts.map((part) => readsOf(part, setting));
  return {
    places: reads.flatMap(({ places }) => places),
    isTotal: (TOTAL.has(operator) || operator === 'Value') && reads.every(({ isTotal }) => isTotal),
  };
}
