interface LastDaysProps {
  /** Absent: all that there ever was. */
  readonly days: number | undefined;
  readonly among: readonly number[];
  readonly choose: (days: number | undefined) => void;
}

/** Of which last days something is asked. */
export function LastDays({ days, among, choose }: LastDaysProps) {
  return (
    <label className="flex items-center gap-2 text-sm text-ink-soft">
      of
      <select
        value={days ?? ''}
        onChange={({ target }) => choose(among.find((one) => String(one) === target.value))}
        className="h-9 rounded-md border border-line-strong bg-page px-1 text-sm sm:h-7"
      >
        <option value="">all time</option>
        {among.map((one) => (
          <option key={one} value={one}>
            the last {one} days
          </option>
        ))}
      </select>
    </label>
  );
}
