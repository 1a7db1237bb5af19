import { operation } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { ADDRESS_HELP, logInUse, parseLogAddress } from './logs/log-address.js';
import { openLog } from './logs/open-log.js';
import { verifyLog } from './logs/verify-log.js';
import { runCommand } from './run-command.js';

const program = operation(
  'log:verify',
  "Walks every stream's hash chain and names the first place where the log is not what was recorded. The service may run.",
  '逐一校验每个流的散列链，指出第一处与记录不符的位置；服务无需停止。',
  ADDRESS_HELP,
)
  .option('--from <log>', 'the log to walk (default: EVENT_STORE, else that of --data) 要校验的日志')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .parse();
const { from, data, quiet } = program.opts<{ from?: string; data: string; quiet: boolean }>();

runCommand(quiet, async ({ say, progress, signal }) => {
  const log = await openLog(from === undefined ? logInUse(data, process.env) : parseLogAddress(from, process.env), false);
  try {
    progress.begin('verifying 校验');
    const { events, head, digest, foreign } = await verifyLog(log.store, { progress, signal, sharedLog: log.shared });
    progress.end();
    say(`${log.label}: ${events} events hold, up to position ${head ?? '-'}.\n${events} 个事件校验无误，直至位置 ${head ?? '-'}。`);
    say(`digest ${digest}`);
    if (foreign > 0) say(`${foreign} events of other applications' streams were passed over. 略过其他应用的 ${foreign} 个事件。`);
    return EXIT.done;
  } finally {
    await log.store.close();
  }
});
