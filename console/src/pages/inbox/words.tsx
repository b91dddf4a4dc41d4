// What a person says with a decision: why, for how many, and what the agent is told of a no.

import { useRef } from 'react';
import { DECIDE } from '../../frame/keys.ts';
import { FIELD } from '../../parts/field.ts';
import { useShortcuts } from '../../frame/shortcuts.ts';
import type { Deciding } from './deciding.ts';
import { CATEGORIES, mostTimes, type Saying } from './saying.ts';

interface WordsProps {
  readonly saying: Saying;
  readonly say: Deciding['say'];
}

export function Why({ saying, say }: WordsProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcuts([{ ...DECIDE.why, run: () => box.current?.focus() }]);
  return (
    <label className="flex flex-col gap-1 text-sm">
      <span className="font-medium">Why</span>
      <textarea
        ref={box}
        rows={2}
        value={saying.reason}
        onChange={(event) => say({ reason: event.target.value })}
        placeholder="What you checked, in your own words"
        className={FIELD}
      />
    </label>
  );
}

/** Only where policy lets people approve for more than one. */
export function Times({ deciding }: { readonly deciding: Deciding }) {
  const { looked, saying, say } = deciding;
  const most = mostTimes(looked.hold);
  if (most < 2) return null;
  return (
    <label className="flex items-center justify-between gap-2 text-sm">
      Approve up to {most} identical actions
      <input
        type="number"
        min={1}
        max={most}
        value={saying.times}
        onChange={(event) => say({ times: Math.min(most, Math.max(1, event.target.valueAsNumber || 1)) })}
        className="w-16 rounded-md border border-line-strong bg-page px-2 py-1 text-base sm:text-sm"
      />
    </label>
  );
}

/** What the agent is told where it is rejected. */
export function Telling({ saying, say }: WordsProps) {
  const { category, tell } = saying;
  const choose = (value: string): void => {
    const chosen = (Object.keys(CATEGORIES) as (keyof typeof CATEGORIES)[]).find((one) => one === value);
    say({ category: chosen ?? null, tell: tell && chosen !== undefined });
  };
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <label className="flex flex-col gap-1">
        <span className="font-medium">If you reject, the agent is told</span>
        <select value={category ?? ''} onChange={(event) => choose(event.target.value)} className={FIELD}>
          <option value="">nothing but that it is rejected</option>
          {Object.entries(CATEGORIES).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {category !== null && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={tell}
            onChange={(event) => say({ tell: event.target.checked })}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          and may read why, word for word
        </label>
      )}
    </div>
  );
}
