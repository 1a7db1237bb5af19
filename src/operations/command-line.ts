import { Command } from 'commander';
import { EXIT, EXIT_CODES_HELP } from './exit-codes.js';

/** A command with what all of this room have in common; help and usage errors end the process by themselves. */
export function operation(name: string, en: string, zh: string, help = ''): Command {
  return new Command(name)
    .description(`${en}\n${zh}`)
    .option('-q, --quiet', 'no progress 不显示进度', false)
    .addHelpText('after', `${help}${EXIT_CODES_HELP}`)
    .allowExcessArguments(false)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    });
}
