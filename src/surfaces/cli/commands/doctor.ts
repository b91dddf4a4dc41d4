// `holdpoint doctor`: is everything as it should be, and what is it worth.

import type { Check } from '../check.ts';
import { checkAll } from '../checkup.ts';
import type { AddCommands } from '../context.ts';
import { EXIT } from '../exit.ts';
import { printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';

export const addDoctorCommand: AddCommands = (program, run) => {
  program
    .command('doctor')
    .description('Checks the set-up, and says plainly what it does not protect from.')
    .action(() =>
      run(async (context) => {
        const checks = await checkAll(context);
        const isWell = checks.every(({ status }) => status !== 'fail');
        context.print(
          { ok: isWell, checks },
          checks.flatMap((check) => render(check, context.style)).join('\n'),
        );
        return isWell ? EXIT.ok : EXIT.failed;
      }),
    );
};

function render({ name, status, detail, help }: Check, style: Style): string[] {
  const mark = { ok: style.good('ok  '), warn: style.wait('warn'), fail: style.bad('fail') }[status];
  const line = `${mark}  ${name.padEnd(16)}  ${printable(detail)}`;
  return help === null ? [line] : [line, `      ${' '.repeat(16)}  ${style.faint(printable(help))}`];
}
