// `holdpoint login`: an operator proves their key and gets a session of some hours.

import type { AddCommands } from '../context.ts';
import { writeSessionFile } from '../home.ts';
import { signIn, unlockKey, type KeyFlags } from '../sign-in.ts';
import { renderTime } from '../render/table.ts';

export const addLoginCommand: AddCommands = (program, run) => {
  program
    .command('login')
    .description('Signs you in as an operator, with your key and its passphrase.')
    .option('--operator <id>', 'who you are; needed where several keys are here')
    .option('--key <file>', 'your key file, where it is not in the home')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText('after', '\nExample:\n  holdpoint login --operator ada')
    .action((flags: KeyFlags) =>
      run(async (context) => {
        const { home } = (await context.place()).settings;
        const { key, path } = await unlockKey(context, flags);
        const { operator } = key;
        const { token, expiresAt } = await signIn(context, key);
        await writeSessionFile(home, { operator, token, expiresAt, keyPath: path });
        context.print({ operator, expiresAt }, `${operator} is signed in until ${renderTime(expiresAt)}`);
      }),
    );
};
