// What cannot be read is said with its place, as often as it helps: never skipped, never without end.

/** Keys and indices from the document's root. */
export type Steps = readonly (string | number)[];

export interface IntakeProblem {
  readonly path: Steps;
  readonly message: string;
  /** What would mend it, where something can be said. */
  readonly help: string | null;
}

/** More of them help nobody. */
const MAX_PROBLEMS = 50;

export class Problems {
  readonly #found: IntakeProblem[] = [];

  add(path: Steps, message: string, help: string | null = null): void {
    if (this.#found.length < MAX_PROBLEMS) this.#found.push({ path, message, help });
  }

  get all(): readonly IntakeProblem[] {
    return this.#found;
  }
}
