// Reads text/event-stream (HTML Living Standard §9.2.6) from pieces that are cut anywhere.

export interface StreamEvent {
  readonly name: string;
  readonly data: string;
  /** The last id that the stream gave, with this event or before. */
  readonly id: string | null;
}

/** Feeds pieces; gives the events that are whole. */
export function createEventReader(): (piece: string) => readonly StreamEvent[] {
  let rest = '';
  let id: string | null = null;
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const fields = block.split('\n').map(fieldOf);
      id = fields.findLast(([name]) => name === 'id')?.[1] ?? id;
      const data = fields.filter(([name]) => name === 'data').map(([, value]) => value);
      if (data.length === 0) return [];
      const named = fields.findLast(([name]) => name === 'event')?.[1];
      return [{ name: named ?? 'message', data: data.join('\n'), id }];
    });
  };
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
