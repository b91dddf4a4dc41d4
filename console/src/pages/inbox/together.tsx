// Like actions that wait are decided by one word: each is shown with what is other in it, or it is not
// decided.

import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { Diff } from '../../parts/diff.tsx';
import { Section } from '../../parts/section.tsx';
import { prettyJson } from '../../text/leaves.ts';
import type { Deciding } from './deciding.ts';

/** A choice, where there are any. */
export function TakeTogether({ deciding }: { readonly deciding: Deciding }) {
  const { looked, alike, take } = deciding;
  const count = looked.hold.together.length;
  if (count === 0) return null;
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="checkbox"
        checked={looked.others.length > 0}
        disabled={alike.length < count}
        onChange={(event) => take(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      {count === 1 ? 'With the like action that waits' : `With the ${count} like actions that wait`}
    </label>
  );
}

/** What is decided on besides the one that is shown whole. */
export function Together({ hold, others }: Deciding['looked']) {
  const name = 'arguments';
  const before = [{ name, text: textOf(hold) }];
  return (
    <Section title={`And ${others.length === 1 ? 'one like it' : `${others.length} like it`}`}>
      <ul className="flex flex-col gap-3">
        {others.map((one) => (
          <li key={one.id}>
            <p className="mb-1 text-xs text-ink-soft">
              <code className="font-mono">{one.id}</code>, beside the one above:
            </p>
            <Diff before={before} after={[{ name, text: textOf(one) }]} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function textOf({ argumentsText }: HoldDetail): string {
  return argumentsText === null ? 'erased' : prettyJson(argumentsText);
}
