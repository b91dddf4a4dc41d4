// The layers as one table: which part of `src` may reach which other, and which packages it may use.
// An edge that is not written here does not exist.

/** How much of another part may be used: everything, or its types alone. */
export type Reach = 'all' | 'types';

/** A part of the tree with its rights. */
export interface Zone {
  name: string;
  /** The paths that belong to it; the first match of the list decides. */
  paths: RegExp;
  /** The other parts it may import. Its own files are always allowed, within one unit (see `unitOf`). */
  may: Record<string, Reach>;
  /** npm packages: none, a list, or any declared dependency that has no other home (see `PACKAGE_HOMES`). */
  packages: readonly string[] | 'declared';
  /** Whether Node's built-in modules may be imported. */
  node: boolean;
  /** No I/O, clock, randomness or async: judged by `purity.ts`. */
  pure?: true;
}

const PURE_PACKAGES = ['ajv', 'ajv-formats', 'yaml', 'zod'];

const TYPES_OF_PURE = {
  kernel: 'types',
  policy: 'types',
  flow: 'types',
  catalog: 'types',
  workflow: 'types',
  ledger: 'types',
  document: 'types',
} as const;

const ALL_OF_PURE = {
  kernel: 'all',
  policy: 'all',
  flow: 'all',
  catalog: 'all',
  workflow: 'all',
  ledger: 'all',
  document: 'all',
} as const;

/** What an adapter may import: its port, and of the pure parts the types and two libraries of functions. */
const ADAPTER = {
  may: {
    ...TYPES_OF_PURE,
    ports: 'all',
    kernel: 'all',
    ledger: 'all',
    'node-crypto': 'all',
    'secret-keeping': 'all',
    'store-sql': 'all',
  },
  packages: 'declared',
  node: true,
} as const;

/** The parts of `src`. A file that none of these holds has no place in the tree. */
export const ZONES: readonly Zone[] = [
  pureZone('kernel', {}, []),
  pureZone('ledger', {}, []),
  pureZone('document', {}, ['yaml', 'zod']),
  pureZone('flow', { kernel: 'types' }, [...PURE_PACKAGES, 'tldts']),
  pureZone('catalog', { kernel: 'types', flow: 'all' }),
  pureZone('policy', { kernel: 'all', catalog: 'all', document: 'all' }, [
    ...PURE_PACKAGES,
    '@cedar-policy/cedar-wasm',
  ]),
  pureZone('workflow', { kernel: 'all', policy: 'all', catalog: 'all', flow: 'all', document: 'all' }),
  {
    name: 'ports',
    paths: /^src\/gateway\/ports(?:\.ts$|\/)/,
    may: TYPES_OF_PURE,
    packages: [],
    node: false,
  },
  {
    name: 'gateway',
    paths: /^src\/gateway\//,
    may: { ...ALL_OF_PURE, ports: 'all' },
    packages: PURE_PACKAGES,
    node: false,
  },
  { name: 'node-crypto', paths: /^src\/adapters\/crypto\/node\.ts$/, ...ADAPTER },
  {
    name: 'browser-crypto',
    paths: /^src\/adapters\/crypto\/noble\.ts$/,
    may: { ledger: 'all' },
    packages: ['@noble/curves', '@noble/hashes'],
    node: false,
  },
  {
    name: 'secret-keeping',
    paths: /^src\/adapters\/(host\/(private-file|secret-reference)|keys\/aes-gcm)\.ts$/,
    ...ADAPTER,
  },
  {
    name: 'store-sql',
    paths: /^src\/adapters\/store\/sql\//,
    may: { ...TYPES_OF_PURE, ports: 'all', ledger: 'all' },
    packages: [],
    node: false,
  },
  { name: 'adapter', paths: /^src\/adapters\/[^/]+\/[^/]+/, ...ADAPTER },
  {
    name: 'http-contract',
    paths: /^src\/surfaces\/http\/contract(?:\.ts$|\/)/,
    may: { ...TYPES_OF_PURE, kernel: 'all' },
    packages: ['zod'],
    node: false,
  },
  {
    name: 'cli',
    paths: /^src\/surfaces\/cli\//,
    may: { ...ALL_OF_PURE, gateway: 'all', ports: 'all', 'http-contract': 'all', verify: 'all' },
    packages: 'declared',
    node: true,
  },
  {
    name: 'surface',
    paths: /^src\/surfaces\/[^/]+\/./,
    may: {
      ...TYPES_OF_PURE,
      catalog: 'all',
      ledger: 'all',
      gateway: 'all',
      ports: 'all',
      'http-contract': 'all',
    },
    packages: 'declared',
    node: true,
  },
  { name: 'sdk', paths: /^src\/sdk\//, may: { 'http-contract': 'all' }, packages: 'declared', node: true },
  {
    name: 'config',
    paths: /^src\/config(?:\.ts$|\/)/,
    may: { ...TYPES_OF_PURE, kernel: 'all', ports: 'all', document: 'all' },
    packages: ['yaml', 'zod'],
    node: false,
  },
  {
    name: 'verify',
    paths: /^src\/verify\.ts$/,
    may: { ledger: 'all', 'node-crypto': 'all' },
    packages: [],
    node: false,
  },
  {
    name: 'verify-browser',
    paths: /^src\/verify-browser\.ts$/,
    may: { ledger: 'all', 'browser-crypto': 'all' },
    packages: [],
    node: false,
  },
  {
    name: 'index',
    paths: /^src\/index\.ts$/,
    may: { ...ALL_OF_PURE, gateway: 'all', ports: 'all', 'http-contract': 'all', sdk: 'all', config: 'all' },
    packages: [],
    node: false,
  },
  { name: 'main', paths: /^src\/(main|bin)\.ts$/, may: {}, packages: 'declared', node: true },
];

/** The web console: of the tree it knows the types of what crosses the API, and runs the public verifier. */
export const CONSOLE = {
  home: /^console\/src\//,
  mayRun: /^src\/verify-browser\.ts$/,
  mayKnow: /^src\/surfaces\/http\/contract(?:\.ts$|\/)/,
} as const;

/** Packages that only some paths may name, so that an SDK stays behind its port. */
export const PACKAGE_HOMES: readonly { packages: RegExp; home: RegExp; says: string }[] = [
  { packages: /^(pg|libsql)$/, home: /^src\/adapters\/store\//, says: 'adapters/store' },
  { packages: /^openid-client$/, home: /^src\/adapters\/identity\//, says: 'adapters/identity' },
  { packages: /^@noble\//, home: /^src\/adapters\/crypto\//, says: 'adapters/crypto' },
  { packages: /^@cedar-policy\//, home: /^src\/policy\//, says: 'policy' },
  {
    packages: /^@modelcontextprotocol\/client$/,
    home: /^src\/(adapters\/upstream|surfaces\/cli)\//,
    says: 'adapters/upstream and surfaces/cli',
  },
  { packages: /^@modelcontextprotocol\/server$/, home: /^src\/surfaces\//, says: 'surfaces' },
  { packages: /^@simplewebauthn\/server$/, home: /^src\/adapters\/webauthn\//, says: 'adapters/webauthn' },
  { packages: /^hono$/, home: /^src\/surfaces\//, says: 'surfaces' },
  { packages: /^@hono\/node-server$/, home: /^src\/(surfaces\/|main\.ts$)/, says: 'surfaces and main.ts' },
  { packages: /^commander$/, home: /^src\/(surfaces\/cli\/|main\.ts$)/, says: 'surfaces/cli and main.ts' },
  {
    packages: /^jose$/,
    home: /^src\/(adapters\/(identity|credentials)|sdk)\//,
    says: 'adapters/identity, adapters/credentials and sdk',
  },
];

/** The part a file belongs to, if any. */
export function zoneOf(path: string): Zone | undefined {
  return ZONES.find((zone) => zone.paths.test(path));
}

/** One thing inside a part: each adapter (`adapters/<port>/<name>`), each surface; else the part itself. */
export function unitOf(path: string): string {
  const unit = /^src\/(?:adapters\/[^/]+\/[^/.]+|surfaces\/[^/.]+)/.exec(path);
  return unit?.[0] ?? zoneOf(path)?.name ?? path;
}

/** Whether a file exists for tests only: it is not published and not held to the layers. */
export function isTestOnly(path: string): boolean {
  // The memory store is the other half of the store's contract: tests, simulator and benchmarks run on it.
  return /\.(test|contract)\.ts$|^src\/adapters\/store\/memory(\.ts$|\/)/.test(path);
}

function pureZone(name: string, may: Zone['may'], packages: Zone['packages'] = PURE_PACKAGES): Zone {
  return { name, paths: new RegExp(`^src/${name}/`), may, packages, node: false, pure: true };
}
