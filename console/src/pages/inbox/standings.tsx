import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Ban,
  CircleCheck,
  CircleX,
  MessageSquareText,
  Split,
  SquarePen,
  TimerOff,
  TriangleAlert,
} from 'lucide-react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { holdsQuery } from '../../api/queries.ts';
import { Moment } from '../../parts/clock.tsx';
import { Banner } from '../../parts/state.tsx';
import { CATEGORIES } from './saying.ts';
import { laterShapes, type Standing } from './standing.ts';

const SAID = {
  expired: ['deny', TimerOff, 'The time to decide is over: nothing will run. The agent may ask again.'],
  rejected: ['deny', CircleX, 'It was rejected: nothing ran. Asking for it in another shape is flagged.'],
  used: ['permit', CircleCheck, 'It was approved, and the action has run.'],
  void: ['hold', Ban, 'Its task has ended or was stopped: nothing waits any more.'],
} as const;

/** What changed since somebody opened the page, or before. */
export function Standings({ hold, standing }: { readonly hold: HoldDetail; readonly standing: Standing }) {
  const { data } = useQuery(holdsQuery);
  const later = laterShapes(hold, data?.holds ?? []).at(-1);
  const { variationOf = null, edited, rejection, ended } = hold;
  const [tone, icon, words] = standing === 'pending' ? [] : SAID[standing];
  return (
    <>
      {tone !== undefined && (
        <Banner tone={tone} icon={icon}>
          {words}
          {ended !== undefined && (
            <>
              {' '}
              By {ended.by.join(', ')}, <Moment at={ended.at} />.
            </>
          )}
        </Banner>
      )}
      {edited !== undefined && (
        <Banner tone="hold" icon={SquarePen}>
          {edited.operator} wrote other arguments, in place of the agent's: what is shown is theirs.
        </Banner>
      )}
      {rejection !== undefined && (
        <Banner tone="accent" icon={MessageSquareText}>
          The agent is told: {CATEGORIES[rejection.category]}
          {rejection.words === null ? '.' : ', and why, word for word.'}
        </Banner>
      )}
      {later !== undefined && (
        <Banner tone="hold" icon={Split}>
          The agent asks again with other arguments. What you decide here is about these alone.{' '}
          <HoldLink id={later.id} words="See the other one" />
        </Banner>
      )}
      {variationOf !== null && (
        <Banner tone="deny" icon={TriangleAlert}>
          Another shape of what was rejected: the arguments below show what is different.{' '}
          <HoldLink id={variationOf} words="See what was rejected" />
        </Banner>
      )}
    </>
  );
}

function HoldLink({ id, words }: { readonly id: string; readonly words: string }) {
  return (
    <Link
      to="/inbox/$hold"
      params={{ hold: id }}
      search={true}
      className="font-medium underline underline-offset-2"
    >
      {words}
    </Link>
  );
}
