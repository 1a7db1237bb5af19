import { operation } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { restoreKeys } from './keys/restore-keys.js';
import { runCommand } from './run-command.js';

const HELP = `
Stop what uses the keys first. What is in place is brought together with the backup: what was erased since is erased again, what was made
since is kept. Keys that were made since and are lost cannot be made again: texts under them stay closed.
请先停止使用密钥的程序。现有密钥与备份合并：备份后销毁的再次销毁，备份后产生的予以保留；已丢失的新密钥无法复原，其密文无法再打开。

Example 示例:
  npm run keys:restore -- --from /backup/keys-2026-11-22.sqlite --data /var/lib/hall-keys
`;

const program = operation(
  'keys:restore',
  'Puts a copy of the keys into a data folder, checked before and after.',
  '将密钥备份恢复到数据目录，恢复前后均校验。',
  HELP,
)
  .requiredOption('--from <file>', 'the copy; also keys.sqlite of a backup 密钥备份，也可为整体备份中的 keys.sqlite')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--replace-damaged', 'put a key file that cannot be read aside 将无法读取的密钥文件移到一旁', false)
  .parse();
const { from, data, replaceDamaged, quiet } = program.opts<{ from: string; data: string; replaceDamaged: boolean; quiet: boolean }>();

runCommand(quiet, async ({ say, signal }) => {
  const { count, erased, merged, aside } = await restoreKeys({ from, dataDir: data, replaceDamaged, nowMs: () => Date.now(), signal });
  say(`${data}: ${count} keys, ${erased} of them erased; checked. Erased again: ${merged.erasedAgain}. Kept: ${merged.kept}.`);
  say(`${data}：${count} 个密钥，其中 ${erased} 个已销毁；校验无误。再次销毁 ${merged.erasedAgain} 个，保留 ${merged.kept} 个。`);
  for (const file of aside) say(`Put aside 已移到一旁: ${file}`);
  return EXIT.done;
});
