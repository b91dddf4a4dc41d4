interface ShareBarProps {
  readonly whole: number;
  /** Each with the class of its colour, one after the other. */
  readonly parts: readonly (readonly [colour: `bg-${string}`, part: number])[];
}

/** Shares as lengths, beside the figures that say the same. */
export function ShareBar({ whole, parts }: ShareBarProps) {
  return (
    <div aria-hidden className="flex h-2.5 w-full min-w-24 overflow-hidden rounded-full bg-raised">
      {parts.map(([colour, part]) => (
        <div key={colour} className={colour} style={{ width: `${(100 * part) / Math.max(1, whole)}%` }} />
      ))}
    </div>
  );
}
