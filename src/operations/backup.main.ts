import { logSchema } from '../event-store/sqlite/schema.js';
import { SqliteEventStore } from '../event-store/sqlite/sqlite.event-store.js';
import { namesKeyServer } from '../privacy/keyring-address.js';
import type { Manifest } from './backup/manifest.js';
import { takeBackup } from './backup/take-backup.js';
import { operation } from './command-line.js';
import { EXIT, refusal } from './exit-codes.js';
import { namesServer } from './logs/log-address.js';
import { runCommand } from './run-command.js';

const HELP = `
The folder then holds the texts in clear to whoever has it: guard it like the service. 备份可解出明文，请像服务本身一样保管。

Example 示例:
  npm run backup -- --to backups/2026-11-22
`;

const program = operation(
  'backup',
  'Copies the embedded log and the keys while the service runs, checks the copy, and writes what it holds into manifest.json.',
  '在服务运行时备份内嵌日志与密钥，校验副本，并写出清单 manifest.json。',
  HELP,
)
  .requiredOption('--to <dir>', 'a folder that is not there yet, or empty 备份目录：尚不存在或为空')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .parse();
const { to, data, quiet } = program.opts<{ to: string; data: string; quiet: boolean }>();

const KEYS_ELSEWHERE = `THE KEYS ARE NOT IN THIS BACKUP: KEYRING names a key server. Now back them up there, after the log: npm run keys:backup -- --to FILE
此备份不含密钥：KEYRING 指向密钥服务。请随后在该服务器上备份密钥：npm run keys:backup -- --to 文件`;

runCommand(quiet, async ({ say, complain, progress, signal }) => {
  if (namesServer(process.env))
    throw refusal('NOT_EMBEDDED', "EVENT_STORE names a server: its log is not in the data folder. Use the server's own backup, or log:copy; then keys:backup for the keys.", 'EVENT_STORE 指向服务器，日志不在数据目录中。请使用服务器自身的备份，或 log:copy；随后用 keys:backup 备份密钥。');
  const openLog = (file: string) => SqliteEventStore.open(file);
  const keysElsewhere = namesKeyServer(process.env);
  const manifest = await takeBackup({ dataDir: data, to, keysElsewhere, openLog, schema: logSchema, nowMs: () => Date.now(), progress, signal });
  report(manifest, say);
  if (manifest.textsWithoutKey === null) complain(KEYS_ELSEWHERE);
  else if (manifest.textsWithoutKey > 0)
    complain(`Warning: ${manifest.textsWithoutKey} texts are sealed under keys that keys.sqlite does not have; is it this log's? 警告：有 ${manifest.textsWithoutKey} 段密文在 keys.sqlite 中没有对应密钥。`);
  return EXIT.done;
});

function report({ events, keys, textsWithoutKey, takenAt }: Manifest, say: (text: string) => void): void {
  const head = events.head ?? '-';
  const keyCount = textsWithoutKey === null ? 'no' : (keys?.count ?? 0);
  say(`${to}: ${events.count} events up to position ${head}, ${keyCount} keys, as of ${takenAt}; checked.`);
  say(`${to}：${events.count} 个事件，直至位置 ${head}，${keys?.count ?? 0} 个密钥，时点 ${takenAt}；校验无误。`);
  say(`digest ${events.digest}`);
}
