// What this side remembers of the streams' versions is what the file holds: it is told of every move.

/**
 * Enough for all the streams that one machine works on at a time; past it those unused for longest are
 * dropped.
 */
const MAX_REMEMBERED = 65_536;

export class StreamVersions {
  readonly #remembered = new Map<string, number>();
  readonly #ask: (streams: string[]) => Promise<number[]>;

  /** @param ask gives the versions that the file holds, in the order of the streams */
  constructor(ask: (streams: string[]) => Promise<number[]>) {
    this.#ask = ask;
  }

  async of(streams: readonly string[]): Promise<Map<string, number>> {
    const unknown = streams.filter((stream) => !this.#remembered.has(stream));
    const asked = unknown.length === 0 ? [] : await this.#ask(unknown);
    const versions = new Map(streams.map((stream) => [stream, this.#remembered.get(stream) ?? 0]));
    for (const [index, stream] of unknown.entries()) versions.set(stream, asked[index]!);
    for (const [stream, version] of versions) this.set(stream, version);
    return versions;
  }

  set(stream: string, version: number): void {
    this.#remembered.delete(stream);
    this.#remembered.set(stream, version);
    if (this.#remembered.size > MAX_REMEMBERED)
      this.#remembered.delete(this.#remembered.keys().next().value!);
  }

  clear(): void {
    this.#remembered.clear();
  }
}
