// JSON as a type: what may stand in a record's body, an argument or a schema.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
