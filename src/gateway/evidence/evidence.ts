// Evidence is read from the records, never kept beside them: who asks again after a record was added, or for
// another span, gets what the ledger says then.

import type { Core } from '../core.ts';
import { readPast } from '../replay/past.ts';
import { CHANGES } from './changes.ts';
import type { Control } from './control.ts';
import { Known } from './known.ts';
import { PEOPLE } from './people.ts';
import { PROMISES } from './promises.ts';
import { Tally, type Exhibit } from './tally.ts';

export interface ControlEvidence extends Omit<Control, 'hear' | 'unit' | 'openWords'> {
  /** `open`: some of it speaks against the control; `none`: nothing that it is about has happened. */
  readonly standing: 'met' | 'open' | 'none';
  /** The finding in one line. */
  readonly says: string;
  readonly count: number;
  readonly open: number;
  /** The latest, what is open first; the counts are of all. */
  readonly records: readonly Exhibit[];
}

export interface Evidence {
  readonly ledger: string;
  /** Unix milliseconds: when it was read, and the first moment that counts. */
  readonly madeAt: number;
  readonly since: number;
  /** How many records were read. */
  readonly size: number;
  /** The signed note over the ledger, cosigned where witnesses have; null: nothing was signed yet. */
  readonly checkpoint: string | null;
  readonly controls: readonly ControlEvidence[];
}

export type EvidenceEvent =
  | { readonly event: 'progress'; readonly records: number; readonly of: number }
  | ({ readonly event: 'done' } & Evidence);

const CONTROLS: readonly Control[] = [...PEOPLE, ...CHANGES, ...PROMISES];

/**
 * Reads the whole ledger once. Rejects with `StoreFault`.
 *
 * @param since only what was recorded from then on counts, Unix milliseconds
 */
export async function* gatherEvidence(core: Core, since: number): AsyncGenerator<EvidenceEvent, void> {
  const known = new Known();
  const heard = CONTROLS.map((control) => ({ control, tally: new Tally(since) }));
  let size = 0;
  for await (const passed of readPast(core)) {
    if (passed.kind === 'progress') {
      size = passed.records;
      yield { event: 'progress', records: size, of: passed.of };
      continue;
    }
    known.hear(passed.event);
    for (const { control, tally } of heard) control.hear(passed, tally, known);
  }
  const now = core.clock.now();
  const cosigned = (await core.witnessing?.newestCosigned()) ?? null;
  yield {
    event: 'done',
    ledger: core.signer.origin,
    madeAt: now,
    since,
    size,
    checkpoint: cosigned?.note ?? (await core.store.head()).checkpoint,
    controls: [
      ...heard.map(({ control, tally }) => toEvidence(control, tally, now)),
      ledgerEvidence(size, cosigned?.size ?? null, core.witnessing?.status().need ?? null),
    ],
  };
}

function toEvidence(control: Control, tally: Tally, now: number): ControlEvidence {
  const { id, title, asks, unit, openWords } = control;
  const { count } = tally;
  const open = tally.open(now);
  const some = `${count} ${unit[count === 1 ? 0 : 1]}`;
  return {
    id,
    title,
    asks,
    standing: open > 0 ? 'open' : count === 0 ? 'none' : 'met',
    says: open > 0 ? `${some}; ${open} ${openWords}` : some,
    count,
    open,
    records: tally.records(now),
  };
}

/** No word of ours proves our own ledger: it says who else has seen it, and how anybody verifies it. */
function ledgerEvidence(size: number, cosigned: number | null, need: number | null): ControlEvidence {
  const witnessed =
    need === null
      ? 'no third party has seen it: witnesses are not set up'
      : `${need} witnesses have cosigned ${cosigned ?? 0} of them`;
  return {
    id: 'ledger',
    title: 'Ledger verifiable and witnessed',
    asks: 'Can anybody check that no record was changed, and has somebody else seen its history?',
    standing: cosigned === null ? 'open' : 'met',
    says: `${size} records, signed; ${witnessed}`,
    count: size,
    open: cosigned === null ? size : size - cosigned,
    records: [],
  };
}
