// What a store's side remembers of the streams' versions is what the database holds: it is told of every
// move, or forgets them all.

/**
 * Enough for all the streams that one machine works on at a time; past it those unused for longest are
 * dropped.
 */
const MAX_REMEMBERED = 65_536;

export class StreamVersions {
  readonly #remembered = new Map<string, number>();

  /** @param ask gives the versions that the database holds, in the order of the streams */
  async of(
    streams: readonly string[],
    ask: (streams: readonly string[]) => Promise<readonly number[]>,
  ): Promise<Map<string, number>> {
    const unknown = streams.filter((stream) => !this.#remembered.has(stream));
    const asked = unknown.length === 0 ? [] : await ask(unknown);
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
