import { join } from 'node:path';
import { SqliteEventStore } from '../event-store/sqlite/sqlite.event-store.js';
import { namesKeyServer } from '../privacy/keyring-address.js';
import { operation } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { checkBackup } from './restore/check-backup.js';
import { restoreBackup } from './restore/restore-backup.js';
import { restoredText } from './restore/restored-text.js';
import { runCommand } from './run-command.js';

const HELP = `
Stop the service first. What was recorded after the backup is lost. 请先停止服务。备份之后的记录将丢失。

Examples 示例:
  npm run restore -- --from backups/2026-11-22 --check
  npm run restore -- --from backups/2026-11-22 --data ./data
`;

const KEYS_NOT_ASKED = `KEYRING names a key server: the keys that were restored here are not asked. If they are lost there, put them there with npm run keys:restore.
KEYRING 指向密钥服务，此处恢复的密钥不会被使用；若那里已丢失，请在该服务器上用 npm run keys:restore 恢复。`;

const program = operation(
  'restore',
  'Puts a backup into a data folder, checked before and after; the read model is built again from it.',
  '将备份恢复到数据目录，恢复前后均校验；读模型随后由日志重建。',
  HELP,
)
  .requiredOption('--from <dir>', 'the backup 备份目录')
  .option('--keys <file>', "the backup's keys.sqlite, where it is kept apart 另行保管的密钥文件")
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--read-model <dir>', "folder of the read model (default: READ_MODEL_DIR, else read-model in --data) 读模型目录", process.env['READ_MODEL_DIR']?.trim() || undefined)
  .option('--replace-log', 'put a log with events aside 将已有事件的日志移到一旁', false)
  .option('--check', 'only check the files of the backup 仅检查备份文件', false)
  .parse();
const given = program.opts<{ from: string; keys?: string; data: string; readModel?: string; replaceLog: boolean; check: boolean; quiet: boolean }>();

runCommand(given.quiet, async ({ say, progress, signal }) => {
  const { from, keys: keysFile = null, data: dataDir, replaceLog } = given;
  if (given.check) {
    const { manifest } = await checkBackup(from, keysFile, progress, signal);
    say(`${from}: the files are those of the manifest: ${manifest.events.count} events as of ${manifest.takenAt}.\n${from}：文件与清单一致，${manifest.events.count} 个事件，时点 ${manifest.takenAt}。`);
    return EXIT.done;
  }
  const readModelDir = given.readModel ?? join(dataDir, 'read-model');
  const openLog = (file: string) => SqliteEventStore.open(file);
  const restored = await restoreBackup({ from, keysFile, dataDir, readModelDir, replaceLog, openLog, nowMs: () => Date.now(), progress, signal });
  say(restoredText(restored, dataDir));
  if (restored.manifest.keys !== null && namesKeyServer(process.env)) say(KEYS_NOT_ASKED);
  return EXIT.done;
});
