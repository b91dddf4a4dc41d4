// What is thought of an API's operations: as of any tools, and what HTTP says besides.

import type { ToolSheet } from '../sheet.ts';
import { sheetOf } from '../sheet.ts';
import { surroundingsOf } from '../surroundings.ts';
import { classifyDefinition } from './evidence.ts';
import type { ApiDocument } from './operation.ts';
import { broadScopes } from './security.ts';

export interface OperationSheet extends ToolSheet {
  readonly method: string;
  readonly path: string;
  /** Address that it is served at; empty where the document does not say. */
  readonly destination: string;
  /** Alternatives of what a caller shows, in words with scopes; empty: nothing. */
  readonly credentials: readonly string[];
  /** Scopes of them of which the name says that they open everything. */
  readonly broadScopes: readonly string[];
}

/** In the order of the document. */
export function sheetsOfApi({ title, tools }: ApiDocument): OperationSheet[] {
  const named = tools.filter(({ http }) => http.isNamed).map(({ name }) => name);
  const surroundings = surroundingsOf('', named);
  return tools.map(({ name, definition, http }) => {
    return {
      ...sheetOf({ server: title, name, definition }, classifyDefinition(name, definition, surroundings)),
      method: http.method,
      path: http.path,
      destination: http.server,
      credentials: http.security.map((all) =>
        all.map(({ words, scopes }) => [words, ...scopes].join(' ')).join(' and '),
      ),
      broadScopes: broadScopes(http.security),
    };
  });
}
