// An approver writes other arguments: whole, checked as they are typed, and beside what they change.

import { useId } from 'react';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { Button } from '../../parts/button.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Section } from '../../parts/section.tsx';
import { canonicalText } from '../../text/canonical.ts';
import { prettyJson } from '../../text/leaves.ts';
import { escapeHidden } from '../../text/visible.ts';
import { readEdit } from './saying.ts';

interface EditProps {
  readonly hold: HoldDetail;
  /** What is written; null: nothing is. */
  readonly text: string | null;
  readonly write: (text: string | null) => void;
}

/** Whether there are arguments of a call, which a person may write anew. */
export function isCall({ argumentsText, asked, next, access }: HoldDetail): boolean {
  return argumentsText !== null && asked === undefined && next === undefined && access === undefined;
}

/** What an editor begins with: the arguments that wait. */
export function startOf({ argumentsText }: HoldDetail): string {
  return readable(argumentsText ?? '{}');
}

/** A box of text cannot mark a character that turns others around: JSON can write it out. */
function readable(json: string): string {
  return escapeHidden(prettyJson(json));
}

export function Edit({ hold, text, write }: EditProps) {
  const id = useId();
  const before = startOf(hold);
  if (text === null) {
    return <Button onClick={() => write(before)}>Approve with other arguments</Button>;
  }
  const written = readEdit(text, hold);
  const problem = 'problem' in written ? written.problem : null;
  const after = 'problem' in written ? text : readable(canonicalText(written.arguments));
  return (
    <Section
      title="Other arguments"
      aside={
        <Button kind="quiet" onClick={() => write(null)}>
          Leave them as they are
        </Button>
      }
    >
      <label htmlFor={id} className="text-sm text-ink-soft">
        The whole arguments, as JSON. The agent is told of them, and asks again with them.
      </label>
      <textarea
        id={id}
        autoFocus
        rows={Math.min(16, text.split('\n').length + 1)}
        value={text}
        onChange={(event) => write(escapeHidden(event.target.value))}
        dir="ltr"
        spellCheck={false}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        className="mt-1 mb-2 w-full rounded-md border border-line-strong bg-page px-2 py-1.5 font-mono
          text-base sm:text-xs"
      />
      <p id={`${id}-problem`} role="status" className="mb-2 text-sm text-deny empty:hidden">
        {problem}
      </p>
      {problem === null && (
        <Diff
          before={[{ name: 'what you change', text: before }]}
          after={[{ name: 'what you change', text: after }]}
        />
      )}
    </Section>
  );
}
