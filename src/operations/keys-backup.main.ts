import { operation } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { backupKeys } from './keys/backup-keys.js';
import { runCommand } from './run-command.js';

const HELP = `
Run it where the keys are: in the data folder of the key server, or of a service that keeps its keys itself. Back up the log first, then
the keys: then no text's key is missing. Whoever has log and keys can read the texts: keep them apart.
请在密钥所在处运行：密钥服务的数据目录，或自行保管密钥的服务的数据目录。先备份日志，再备份密钥；两者请分开保管。

Example 示例:
  npm run keys:backup -- --data /var/lib/hall-keys --to /backup/keys-2026-11-22.sqlite
`;

const program = operation(
  'keys:backup',
  'Copies the keys of encrypted texts into one file, while they are used, and checks the copy.',
  '在使用中将密文的密钥备份为一个文件，并校验副本。',
  HELP,
)
  .requiredOption('--to <file>', 'a file that is not there yet 备份文件：尚不存在')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .parse();
const { to, data, quiet } = program.opts<{ to: string; data: string; quiet: boolean }>();

runCommand(quiet, async ({ say, progress, signal }) => {
  const { count, erased, sha256 } = await backupKeys({ dataDir: data, to, progress, signal });
  say(
    `${to}: ${count} keys, ${erased} of them erased; checked.\n${to}：${count} 个密钥，其中 ${erased} 个已销毁；校验无误。\nsha256 ${sha256}`,
  );
  return EXIT.done;
});
