// The proof that one record is in a ledger, as a file that a stranger can check: how large it is, how long it
// takes to make from a store on disk, and to check with the log's key alone. Each against a ledger of a
// thousand records.

import { nodeLedgerCrypto as crypto } from '../src/adapters/crypto/node.ts';
import { openSqliteStore } from '../src/adapters/store/sqlite/sqlite.ts';
import type { LedgerStore } from '../src/gateway/ports.ts';
import { inclusionProof } from '../src/gateway/ledger/proofs.ts';
import { formatTlogProof } from '../src/ledger/tlog-proof.ts';
import { verifyProof } from '../src/verify.ts';
import { benchConfig } from './home.ts';
import { toResult, type Bench, type Unit } from './result.ts';
import { LARGER_SIZES, SMALLEST } from './sizes.ts';
import { vkeyOf } from './vkey.ts';

const PROOFS = 500;
const WARM_UP_PROOFS = 100;
const ASPECTS = { hashes: 'hashes', bytes: 'bytes', make: 'ms', check: 'ms' } as const satisfies Record<
  string,
  Unit
>;

type Aspect = keyof typeof ASPECTS;
type Measured = { readonly [name in Aspect]: number };

const ALL_ASPECTS = Object.keys(ASPECTS) as Aspect[];

export const proofs: Bench = {
  names: LARGER_SIZES.flatMap(({ name }) => ALL_ASPECTS.map((aspect) => `proof-${name}-${aspect}`)),
  async run({ wants, progress, ledgers }) {
    const small = await openProver(await ledgers.home(SMALLEST));
    const wanted = LARGER_SIZES.filter(({ name }) =>
      ALL_ASPECTS.some((aspect) => wants(`proof-${name}-${aspect}`)),
    );
    try {
      const results = [];
      for (const { name, size } of wanted) {
        const large = await openProver(await ledgers.home(size));
        progress(`${large.size} records beside ${small.size}`);
        const taken = await takeTurns(large, small);
        await large.close();
        for (const aspect of ALL_ASPECTS) {
          const of = (side: readonly Measured[]): number[] => side.map((one) => one[aspect]);
          results.push(
            toResult(`proof-${name}-${aspect}`, ASPECTS[aspect], of(taken.large), of(taken.small)),
          );
        }
      }
      return results;
    } finally {
      await small.close();
    }
  },
};

interface Prover {
  readonly size: number;
  /** Makes and checks the proof of a record taken at random. */
  prove(): Promise<Measured>;
  close(): Promise<void>;
}

async function takeTurns(large: Prover, small: Prover): Promise<{ large: Measured[]; small: Measured[] }> {
  const taken = { large: [] as Measured[], small: [] as Measured[] };
  for (let proof = -WARM_UP_PROOFS; proof < PROOFS; proof += 1) {
    const [ofLarge, ofSmall] = [await large.prove(), await small.prove()];
    if (proof < 0) continue;
    taken.large.push(ofLarge);
    taken.small.push(ofSmall);
  }
  return taken;
}

async function openProver(home: string): Promise<Prover> {
  const store = await openSqliteStore({ path: benchConfig(home).store.path });
  const { size, checkpoint } = await store.head();
  const vkey = await vkeyOf(store);
  return {
    size,
    prove: () => proveOne(store, size, checkpoint!, vkey),
    close: () => store.close(),
  };
}

async function proveOne(
  store: LedgerStore,
  size: number,
  checkpoint: string,
  vkey: string,
): Promise<Measured> {
  const index = Math.floor(Math.random() * size);
  const [record] = await store.read({ fromSeq: index, limit: 1 });
  const startedAt = performance.now();
  const hashes = await inclusionProof({ store, crypto }, index, size);
  const file = formatTlogProof({ index, hashes, checkpoint });
  const madeAt = performance.now();
  const { ok } = verifyProof(file, record!.text, { vkey });
  const checkedAt = performance.now();
  if (!ok) throw new Error(`the proof of record ${index} does not hold`);
  const [make, check] = [madeAt - startedAt, checkedAt - madeAt];
  return { hashes: hashes.length, bytes: Buffer.byteLength(file), make, check };
}
