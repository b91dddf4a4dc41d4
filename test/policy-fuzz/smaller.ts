// Makes plain JSON smaller, anywhere in it, biggest steps first. It knows nothing of what the JSON means:
// what means nothing any more is no counterexample, so it is not taken.

type Node = null | boolean | number | string | readonly Node[] | { readonly [name: string]: Node };
type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly node: Node;
  readonly size: number;
}

/** Every variant of the value that is one step smaller. Members of the value itself
 * stay what they are, an array or an object. */
export function* smaller<T>(value: T): Generator<T> {
  const root = value as Node;
  const places = placesIn(root, []).filter(({ path }) => path.length > 0);
  for (const { path, node } of places.toSorted((one, other) => other.size - one.size)) {
    if (path.length > 1) yield edited(root, path, undefined) as T;
    for (const inner of simplerThan(node, path.length > 1)) yield edited(root, path, inner) as T;
  }
}

function placesIn(node: Node, path: Path): Place[] {
  const children = childrenOf(node).flatMap(([key, child]) => placesIn(child, [...path, key]));
  return [{ path, node, size: JSON.stringify(node).length }, ...children];
}

function childrenOf(node: Node): (readonly [string | number, Node])[] {
  if (typeof node !== 'object' || node === null) return [];
  return Array.isArray(node)
    ? (node as readonly Node[]).map((child, index) => [index, child] as const)
    : Object.entries(node);
}

function* simplerThan(node: Node, mayChangeKind: boolean): Generator<Node> {
  if (typeof node === 'string' && node.length > 1) yield* [Array.from(node).slice(1).join(''), 'a'];
  if (typeof node === 'number' && node !== 0) yield* [0, Math.trunc(node / 2), node - Math.sign(node)];
  if (node === true) yield false;
  if (typeof node !== 'object' || node === null) return;
  if (!mayChangeKind) return yield* childrenOf(node).length > 0 ? [Array.isArray(node) ? [] : {}] : [];
  const children = childrenOf(node).map(([, child]) => child);
  yield* children.flatMap((child) => childrenOf(child).map(([, inner]) => inner));
  yield* children;
}

/** A copy in which the place holds something else, or nothing. */
function edited(node: Node, [key, ...rest]: Path, put: Node | undefined): Node {
  if (key === undefined) return put ?? null;
  const entries = childrenOf(node).flatMap(([name, child]): (readonly [string | number, Node])[] => {
    if (name !== key) return [[name, child]];
    return put === undefined && rest.length === 0 ? [] : [[name, edited(child, rest, put)]];
  });
  return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}
