// What a new home begins with, whichever command makes it.

import { userInfo } from 'node:os';

export const FIRST_CONFIG = `# Holdpoint's one configuration file. Everything has a default.
home: .holdpoint
`;

/** Id of the person at this machine, as an operator. */
export function ownId(): string {
  return userInfo().username.replace(/[^A-Za-z0-9._-]/g, '-');
}
