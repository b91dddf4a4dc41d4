import { Search } from 'lucide-react';
import { useRef } from 'react';
import { SEARCH } from '../frame/keys.ts';
import { useShortcuts } from '../frame/shortcuts.ts';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** What is typed stands in the address; `/` leads here. */
export function SearchBox({ label, value, change }: SearchBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useShortcuts([{ ...SEARCH, run: () => box.current?.focus() }]);
  return (
    <label className="relative min-w-0 flex-1">
      <span className="sr-only">{label}</span>
      <Search size={14} aria-hidden className="absolute top-1/2 left-2 -translate-y-1/2 text-ink-soft" />
      <input
        ref={box}
        type="search"
        value={value}
        onChange={({ target }) => change(target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        placeholder="Search"
        className="h-9 w-full rounded-md border border-line-strong bg-page pr-2 pl-7 text-base
          placeholder:text-ink-soft sm:h-7 sm:max-w-80 sm:text-sm"
      />
    </label>
  );
}
