// What contradicts calls that are said to have succeeded: which check, what was expected and what was found.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ContradictionView } from '../../../src/surfaces/http/contract/contradiction.ts';
import { contradictionsQuery } from '../api/queries.ts';
import { countedWords } from '../text/counted.ts';
import { Section } from './section.tsx';
import { ContradictedChip } from './signs.tsx';
import { Loading, Trouble } from './state.tsx';
import { UntrustedLine } from './untrusted.tsx';

interface ContradictionsProps {
  readonly task: string;
  /** How many there are; 0: nothing is shown. */
  readonly count: number;
}

export function Contradictions({ task, count }: ContradictionsProps) {
  const { data, error } = useQuery({ ...contradictionsQuery(task), enabled: count > 0 });
  if (count === 0) return null;
  const shown = data?.contradictions ?? [];
  const more = count - shown.length;
  const verb = count === 1 ? 'contradicts' : 'contradict';
  return (
    <Section
      title={`${countedWords(count, 'result')} of this task ${verb} what was asked`}
      aside={<ContradictedChip />}
    >
      {error !== null && <Trouble error={error} what="What contradicts it" />}
      {data === undefined && error === null && <Loading what="What contradicts it" />}
      <ul
        aria-label="What contradicts what was asked"
        tabIndex={0}
        className="flex max-h-72 flex-col gap-2 overflow-auto text-sm"
      >
        {shown.map((one) => (
          <li key={one.record}>
            <Link
              to="/tasks/$task"
              params={{ task }}
              search={{ at: one.record }}
              className="inline-flex min-h-6 items-center font-mono text-xs text-accent underline
                underline-offset-2"
            >
              <UntrustedLine text={`${one.connector}/${one.tool}`} most={80} />
            </Link>
            {one.isReadBack && <span className="text-xs text-ink-soft"> by what was read back</span>}
            <Compared contradiction={one} />
          </li>
        ))}
      </ul>
      {data !== undefined && more > 0 && (
        <p className="mt-2 text-xs text-ink-soft">
          and {more.toLocaleString()} more: <code className="font-mono">holdpoint trace {task}</code>
        </p>
      )}
    </Section>
  );
}

/** Check by check. */
export function Compared({ contradiction }: { readonly contradiction: ContradictionView }) {
  const { by, compared } = contradiction;
  return (
    <ul>
      {by.map((check) => {
        const values = compared.find((one) => one.check === check);
        return (
          <li key={check} className="break-words">
            <code className="font-mono text-xs">
              <UntrustedLine text={check} most={200} />
            </code>
            {': '}
            {values === undefined ? (
              <span className="text-ink-soft">what was found is not known any more</span>
            ) : (
              <>
                expected <Value text={values.expected} />, found <Value text={values.found} />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Value({ text }: { readonly text: string }) {
  return (
    <b className="font-medium">
      <UntrustedLine text={text} most={240} />
    </b>
  );
}
