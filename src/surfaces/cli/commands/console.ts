// `holdpoint console`: a browser is signed in by a link that an operator's key has just asked for. The code
// stands behind the #, so that no server and no log of one sees it.

import { consoleOrigin, linkResponse } from '../../http/contract/browser.ts';
import type { AddCommands } from '../context.ts';
import { proveKey, unlockKey, type KeyFlags } from '../sign-in.ts';

export const addConsoleCommand: AddCommands = (program, run) => {
  program
    .command('console')
    .description('Signs a browser in to the console: prints a link that counts once, for a minute.')
    .option('--operator <id>', 'who you are; needed where several keys are here')
    .option('--key <file>', 'your key file, where it is not in the home')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText('after', '\nExample:\n  holdpoint console --operator ada')
    .action((flags: KeyFlags) =>
      run(async (context) => {
        const { key } = await unlockKey(context, flags);
        const reader = await context.reader();
        const { code, expiresAt } = await reader.post(
          '/session/link',
          await proveKey(context, key),
          linkResponse,
        );
        const { settings } = await context.place();
        // The name that passkeys and the links of channels go by: a session of another is not theirs.
        const origin = consoleOrigin({ url: (await context.daemon()).url, ...settings.console });
        const url = `${origin}/sign-in#${code}`;
        context.note(`Open this as ${key.operator} within a minute; it counts once:`);
        context.print({ operator: key.operator, url, expiresAt }, url);
      }),
    );
};
