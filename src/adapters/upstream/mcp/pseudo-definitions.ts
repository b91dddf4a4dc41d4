// What a server does besides tools is described by fixed words of ours, so a server cannot steer them.

import type { JsonObject } from '../../../kernel/json.ts';

/** One operation that is no tool, and the server capability that must be declared for it. */
export interface PseudoDefinition {
  readonly capability: 'resources' | 'prompts' | 'completions' | null;
  readonly name: string;
  /** Without its name. */
  readonly definition: JsonObject;
}

const STRING = { type: 'string' };

export const PSEUDO_DEFINITIONS: readonly PseudoDefinition[] = [
  {
    capability: 'resources',
    name: '@resources/read',
    definition: {
      description: 'Reads a resource of the server by its URI.',
      inputSchema: objectOf({ uri: { type: 'string', format: 'uri' } }, ['uri']),
    },
  },
  {
    capability: 'prompts',
    name: '@prompts/get',
    definition: {
      description: 'Gets a prompt of the server by its name.',
      inputSchema: objectOf({ name: STRING, arguments: { type: 'object', additionalProperties: STRING } }, [
        'name',
      ]),
    },
  },
  {
    capability: 'completions',
    name: '@completion/complete',
    definition: {
      description: 'Proposes values for an argument of a prompt or of a resource template.',
      inputSchema: objectOf(
        {
          ref: objectOf({ type: { enum: ['ref/prompt', 'ref/resource'] }, name: STRING, uri: STRING }, [
            'type',
          ]),
          argument: objectOf({ name: STRING, value: STRING }, ['name', 'value']),
          context: objectOf({ arguments: { type: 'object', additionalProperties: STRING } }, []),
        },
        ['ref', 'argument'],
      ),
    },
  },
  {
    capability: null,
    name: '@elicitation/create',
    definition: {
      description: 'The server asks a person for something while it works.',
      inputSchema: objectOf(
        {
          mode: { enum: ['form', 'url'] },
          message: STRING,
          url: { type: 'string', format: 'uri' },
          requestedSchema: { type: 'object' },
        },
        ['message'],
      ),
    },
  },
];

function objectOf(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
