// The plainest operation that tests of the HTTP adapter begin from.

import type { HttpOperation } from '../../../catalog/intake/openapi/operation.ts';

export const BASE = 'https://api.example.com/v1/';

export function operation(more: Partial<HttpOperation> = {}): HttpOperation {
  return {
    isNamed: true,
    method: 'GET',
    path: '/a',
    server: '',
    isServedApart: false,
    parameters: [],
    contentType: null,
    security: [],
    callsBack: false,
    ...more,
  };
}
