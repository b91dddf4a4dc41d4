// What a person looked at, and what they say of it, for as long as the page is open: a hold that moves under
// them is shown again before they can sign, and nothing that they wrote is lost.

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { holdQuery } from '../../api/queries.ts';
import { movedSince, type Looked, type Moved } from './moved.ts';
import { NOTHING_SAID, readEdit, type Saying } from './saying.ts';

export interface Deciding {
  /** As it is now; what is signed is this, while nothing has moved. */
  readonly looked: Looked;
  /** What has moved since it was looked at; null: nothing. */
  readonly moved: Moved | null;
  /** Signing was refused because of that: it deserves the focus. */
  readonly isRefused: boolean;
  /** Like actions that wait, as far as they are loaded. */
  readonly alike: readonly HoldDetail[];
  readonly saying: Saying;
  readonly hindrance: string | null;
  readonly say: (change: Partial<Saying>) => void;
  /** Takes like actions along, or leaves them. */
  readonly take: (isTogether: boolean) => void;
  /** It was looked at as it is now. */
  readonly look: () => void;
  readonly onDone: () => Promise<void>;
  readonly onMoved: () => Promise<void>;
}

export function useDeciding(hold: HoldDetail): Deciding {
  const client = useQueryClient();
  const [seen, setSeen] = useState<Looked>({ hold, others: [] });
  const [saying, setSaying] = useState(NOTHING_SAID);
  const [isRefused, setRefused] = useState(false);
  const alike = useQueries({
    queries: hold.together.map((id) => holdQuery(id)),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  const others = seen.others.flatMap(({ id }) => alike.find((one) => one.id === id) ?? []);
  const looked = { hold, others };
  const moved = movedSince(seen, looked);
  return {
    looked,
    moved,
    isRefused,
    alike,
    saying,
    hindrance: hindranceOf(looked, saying, moved),
    say: (change) => setSaying((before) => ({ ...before, ...change })),
    take: (isTogether) => setSeen({ hold: seen.hold, others: isTogether ? alike : [] }),
    look() {
      setSeen(looked);
      setRefused(false);
    },
    async onDone() {
      await client.invalidateQueries({ queryKey: ['hold'] });
      const now = await client.ensureQueryData(holdQuery(hold.id));
      setSeen({ hold: now, others: [] });
      setSaying(NOTHING_SAID);
    },
    async onMoved() {
      setRefused(true);
      await client.invalidateQueries({ queryKey: ['hold'] });
    },
  };
}

function hindranceOf({ hold, others }: Looked, saying: Saying, moved: Moved | null): string | null {
  const { reason, edit } = saying;
  if (moved !== null) return 'Look first at what has changed.';
  if (reason.trim() === '') return 'Say why first.';
  if (edit === null) return null;
  if (others.length > 0) return 'Other arguments are for one action: leave the like ones.';
  const written = readEdit(edit, hold);
  return 'problem' in written ? 'Mend the arguments first, or leave them.' : null;
}
