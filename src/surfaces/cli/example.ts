// Help ends with an example: a command that shows none of its own is one by itself.

import { EventEmitter } from 'node:events';
import type { Command } from 'commander';

/** Goes through all commands below; what they need stands as `<name>`. */
export function addExamples(command: Command, path: string = command.name()): void {
  for (const next of command.commands) addExamples(next, `${path} ${next.name()}`);
  if (command.commands.length > 0 || hasWordsAfter(command)) return;
  const needed = command.registeredArguments.filter(({ required }) => required);
  const given = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  const line = [path, ...needed.map((argument) => `<${argument.name()}>`), ...given].join(' ');
  command.addHelpText('after', `\nExample:\n  ${line}`);
}

/** A command is an emitter, and what follows its help is a listener. */
function hasWordsAfter(command: Command): boolean {
  return command instanceof EventEmitter && command.listenerCount('afterHelp') > 0;
}
