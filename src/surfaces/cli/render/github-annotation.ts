// Findings as workflow commands of GitHub Actions: a runner shows each beside the line it is about.

export interface Annotation {
  readonly level: 'error' | 'warning' | 'note';
  readonly title: string;
  readonly message: string;
  readonly file: string | null;
  readonly region: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
  } | null;
}

/** One line, without its end. */
export function annotationLine({ level, title, message, file, region }: Annotation): string {
  const places: readonly (readonly [string, string | number | undefined])[] = [
    ['file', file ?? undefined],
    ['line', region?.startLine],
    ['endLine', region?.endLine],
    ['col', region?.startColumn],
    ['endColumn', region?.endColumn],
    ['title', title],
  ];
  const properties = places.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${level === 'note' ? 'notice' : level} ${properties.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
