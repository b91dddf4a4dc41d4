import { FIELD } from '../../parts/field.ts';
import { EFFECTS, SENSITIVITIES, type LimitDraft } from './limit-draft.ts';

const PARTS: readonly (readonly [part: keyof LimitDraft, name: string, begins: string, hint: string])[] = [
  ['amount', 'up to an amount', '', 'such as 250 or 99.50, of whatever currency'],
  ['perHour', 'so many in an hour', '', 'such as 20'],
  ['sensitivity', 'data up to', 'internal', ''],
  ['effects', 'only these effects', '', EFFECTS.join(', ')],
  ['destinations', 'only to these', '', 'own, known, or hosts; nothing: nowhere'],
  ['categories', 'only these kinds of data', '', 'such as pii, phi; nothing: none'],
];

interface LimitFieldsProps {
  readonly draft: LimitDraft;
  readonly say: (draft: LimitDraft) => void;
  readonly legend: string;
}

/** Each part limits once it is ticked. */
export function LimitFields({ draft, say, legend }: LimitFieldsProps) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {PARTS.map(([part, name, begins, hint]) => (
        <div key={part} className="grid items-center gap-x-3 gap-y-1 text-sm sm:grid-cols-[12rem_1fr]">
          <label className="flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              checked={draft[part] !== null}
              onChange={({ target }) => say({ ...draft, [part]: target.checked ? begins : null })}
              className="size-4 shrink-0 accent-accent"
            />
            {name}
          </label>
          <Written
            part={part}
            name={name}
            hint={hint}
            value={draft[part]}
            write={(value) => say({ ...draft, [part]: value })}
          />
        </div>
      ))}
    </fieldset>
  );
}

interface WrittenProps {
  readonly part: keyof LimitDraft;
  readonly name: string;
  readonly hint: string;
  readonly value: string | null;
  readonly write: (value: string) => void;
}

function Written({ part, name, hint, value, write }: WrittenProps) {
  if (value === null) return null;
  if (part === 'sensitivity') {
    return (
      <select
        aria-label={name}
        value={value}
        onChange={({ target }) => write(target.value)}
        className={FIELD}
      >
        {SENSITIVITIES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    );
  }
  return (
    <input
      aria-label={name}
      value={value}
      placeholder={hint}
      onChange={({ target }) => write(target.value)}
      className={FIELD}
    />
  );
}
