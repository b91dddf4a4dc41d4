// Lines of JSON that are sent as they come: nothing is gathered, and a reader who leaves stops the writer.

/** Streams lines; where the source fails the stream breaks off, so that nobody takes a part for the whole. */
export function ndjson(lines: AsyncIterable<string>): Response {
  const iterator = lines[Symbol.asyncIterator]() as AsyncIterator<string, undefined>;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}

/** The same of values that are JSON. */
export function jsonLines(values: AsyncIterable<object>): Response {
  return ndjson(toLines(values));
}

async function* toLines(values: AsyncIterable<object>): AsyncGenerator<string, void> {
  for await (const value of values) yield JSON.stringify(value);
}
