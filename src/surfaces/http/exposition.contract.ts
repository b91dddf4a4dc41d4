// Reads the text exposition format 0.0.4 as its grammar has it, and refuses everything else: what the tests
// of metrics hold them against.

export interface ReadFamily {
  readonly help: string;
  readonly type: string;
  /** By the whole series: name and labels as they stand. */
  readonly series: ReadonlyMap<string, number>;
}

const HELP = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+)$/;
const TYPE = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$/;
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*"`;
const SERIES = new RegExp(
  String.raw`^(([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{${LABEL}(?:,${LABEL})*\})?) (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
);
const OF_HISTOGRAM = /_(?:bucket|sum|count)$/;

/** Throws for a line out of the grammar or out of its family, and for a name or series that comes twice. */
export function readExposition(text: string): Map<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no newline');
  const families = new Map<string, ReadFamily>();
  const lines = text.slice(0, -1).split('\n');
  while (lines.length > 0) {
    const [, name, help] = match(HELP, lines.shift()!);
    const [, typed, type] = match(TYPE, lines.shift() ?? '');
    if (typed !== name || families.has(name!)) throw new Error(`${name} is not described once`);
    const series = new Map<string, number>();
    while (lines.length > 0 && !lines[0]!.startsWith('#')) {
      const [, whole, sampled, value] = match(SERIES, lines.shift()!);
      const own = type === 'histogram' ? sampled!.replace(OF_HISTOGRAM, '') : sampled;
      if (own !== name || series.has(whole!)) throw new Error(`${whole} is out of place`);
      series.set(whole!, Number(value));
    }
    families.set(name!, { help: help!, type: type!, series });
  }
  return families;
}

function match(pattern: RegExp, line: string): RegExpExecArray {
  const found = pattern.exec(line);
  if (found === null) throw new Error(`out of the grammar: ${line}`);
  return found;
}
