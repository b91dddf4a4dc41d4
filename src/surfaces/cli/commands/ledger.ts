// `holdpoint ledger`: anyone checks it, with the file, an export or one record of it, and a key.

import type { AddCommands } from '../context.ts';
import { addEraseCommand } from './ledger-erase.ts';
import { addExportCommands } from './ledger-export.ts';
import { addKeyCommands } from './ledger-keys.ts';
import { addProveCommand } from './ledger-prove.ts';
import { addRebuildCommand } from './ledger-rebuild.ts';
import { addVerifyCommand } from './ledger-verify.ts';

export const addLedgerCommands: AddCommands = (program, run) => {
  const ledger = program.command('ledger').description('Verify, prove and export the ledger.');
  addVerifyCommand(ledger, run);
  addExportCommands(ledger, run);
  addProveCommand(ledger, run);
  addRebuildCommand(ledger, run);
  addEraseCommand(ledger, run);
  addKeyCommands(ledger, run);
};
