import { resolve } from 'node:path';
import { operation } from './command-line.js';
import { copyLog } from './copy/copy-log.js';
import { EXIT, refusal } from './exit-codes.js';
import { ADDRESS_HELP, type LogAddress, parseLogAddress } from './logs/log-address.js';
import { openLog } from './logs/open-log.js';
import { OUR_CATEGORIES } from './our-categories.js';
import { runCommand } from './run-command.js';

const HELP = `${ADDRESS_HELP}
Run again after an interruption: it goes on behind what the target holds. 中断后重新运行即可从目标已有之处继续。
Streams of these categories are copied 复制以下类别的流: ${OUR_CATEGORIES.join(', ')}

Examples 示例:
  npm run log:copy -- --from sqlite:./data/events.sqlite --to 'esdb://127.0.0.1:2113?tls=false'
  npm run log:copy -- --from env:EVENT_STORE --to sqlite:./copy/events.sqlite
`;

const program = operation(
  'log:copy',
  'Copies the log from the embedded store to EventStoreDB or back, in order, and checks by hash that both sides hold the same.',
  '把日志按原有次序从内嵌存储复制到 EventStoreDB（或反向），并以散列校验两侧一致。',
  HELP,
)
  .requiredOption('--from <log>', 'the log to copy 源日志')
  .requiredOption('--to <log>', 'where to, empty or a part of the same copy 目标日志：空的，或同一次复制的一部分')
  .parse();
const { from, to, quiet } = program.opts<{ from: string; to: string; quiet: boolean }>();

const placeOf = (address: LogAddress): string => (address.kind === 'esdb' ? address.label : resolve(address.file));

runCommand(quiet, async ({ say, progress, signal }) => {
  const addresses = { from: parseLogAddress(from, process.env), to: parseLogAddress(to, process.env) };
  if (placeOf(addresses.from) === placeOf(addresses.to)) throw refusal('SAME_LOG', 'Source and target are the same log.', '源与目标是同一份日志。');
  const source = await openLog(addresses.from, false);
  try {
    const target = await openLog(addresses.to, true);
    try {
      const copied = await copyLog({ source, target, progress, signal });
      say(`${source.label} -> ${target.label}: ${copied.copied} events copied, ${copied.alreadyThere} were there. Both sides hold the same, digest ${copied.digest}.`);
      say(`已复制 ${copied.copied} 个事件，原有 ${copied.alreadyThere} 个；两侧一致。`);
      if (copied.foreignInSource > 0)
        say(`${copied.foreignInSource} events of other applications' streams were left out. 未复制其他应用的 ${copied.foreignInSource} 个事件。`);
      return EXIT.done;
    } finally {
      await target.store.close();
    }
  } finally {
    await source.store.close();
  }
});
