// What is pinned of an operation is all that its request is made of: nothing is decided when it is sent.

import type { JsonObject } from '../../../kernel/json.ts';

/** Where a value of the request comes from: OpenAPI's Parameter Object, with its defaults filled in. */
export interface Binding {
  /** On the wire. */
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  /** The member of the arguments. */
  readonly argument: string;
  /** `json`: the parameter is a document of its own (`content`). */
  readonly style: string;
  readonly explode: boolean;
}

/** One way to show who asks; all of an alternative's are needed together. */
export interface Requirement {
  /** Its name in the document. */
  readonly scheme: string;
  readonly type: string;
  /** In words: `http bearer`, `apiKey in header X-Key`. */
  readonly words: string;
  readonly scopes: readonly string[];
}

/** Member of a tool's definition that holds its operation. No MCP server's definition may have it. */
export const OPERATION = '@http';

/** How the tool is called. */
export interface HttpOperation {
  /** Whether the document names it (`operationId`), or method and path do. */
  readonly isNamed: boolean;
  /** Upper case. */
  readonly method: string;
  /** Template as in the document. */
  readonly path: string;
  /** Where it is served, the first of its own or of the document's, variables filled in; empty: not said. */
  readonly server: string;
  /** Whether that is said for it or its path alone. */
  readonly isServedApart: boolean;
  readonly parameters: readonly Binding[];
  /** Media type that the argument `body` is sent as; null: it takes none. */
  readonly contentType: string | null;
  /** Alternatives; empty: nobody asks who calls. */
  readonly security: readonly (readonly Requirement[])[];
  /** It calls back an address that it is given. */
  readonly callsBack: boolean;
}

/** One operation as a tool. */
export interface OperationTool {
  readonly name: string;
  /** As a connector presents it, its operation included. */
  readonly definition: JsonObject;
  readonly http: HttpOperation;
}

/** What a document has in common for its operations. */
export interface ApiDocument {
  readonly title: string;
  /** Of the API, as it says. */
  readonly version: string;
  /** Version of OpenAPI. */
  readonly openapi: string;
  readonly tools: readonly OperationTool[];
}
