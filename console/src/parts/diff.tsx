import { useMemo } from 'react';
import { hunksOf, lineDiff } from '../text/diff.ts';
import { UntrustedLine } from './untrusted.tsx';

const LOOKS = {
  same: ['text-ink-soft', ' '],
  gone: ['bg-deny-soft text-deny', '−'],
  new: ['bg-permit-soft text-permit', '+'],
} as const;
/** Longer ones are for an editor. */
const MOST_LINES = 2_000;

interface Source {
  readonly name: string;
  readonly text: string;
}

/** What one set of files changes in another, line by line. */
export function Diff({
  before,
  after,
}: {
  readonly before: readonly Source[];
  readonly after: readonly Source[];
}) {
  const files = useMemo(() => {
    const names = [...new Set([...before, ...after].map(({ name }) => name))];
    const textOf = (sources: readonly Source[], name: string): string =>
      sources.find((one) => one.name === name)?.text ?? '';
    return names.flatMap((name) => {
      const [one, other] = [textOf(before, name), textOf(after, name)];
      return one === other ? [] : [{ name, lines: hunksOf(lineDiff(one, other)).slice(0, MOST_LINES) }];
    });
  }, [before, after]);
  if (files.length === 0) return <p className="text-sm text-ink-soft">It changes nothing.</p>;
  return files.map(({ name, lines }) => (
    <div key={name} className="mb-2">
      <p className="mb-1 font-mono text-xs font-medium">{name}</p>
      <div
        className="max-h-96 overflow-auto rounded-md border border-line font-mono text-xs leading-5"
        tabIndex={0}
        role="group"
        aria-label={`What changes in ${name}`}
      >
        {lines.map((line, index) =>
          line === null ? (
            <p key={index} className="bg-raised px-2 text-ink-soft">
              …
            </p>
          ) : (
            <p key={index} className={`px-2 whitespace-pre-wrap ${LOOKS[line.kind][0]}`}>
              {LOOKS[line.kind][1]} <UntrustedLine text={line.text} most={2_000} />
            </p>
          ),
        )}
      </div>
    </div>
  ));
}
