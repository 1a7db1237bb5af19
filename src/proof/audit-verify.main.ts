import { join } from 'node:path';
import { operation } from '../operations/command-line.js';
import { EXIT } from '../operations/exit-codes.js';
import { ADDRESS_HELP, logInUse, parseLogAddress } from '../operations/logs/log-address.js';
import { openLog } from '../operations/logs/open-log.js';
import { runCommand } from '../operations/run-command.js';
import { auditKeys, headSources } from './verify/audit-inputs.js';
import { HeadIndex } from './verify/head-index.js';
import { type ReadHeads, readHeads } from './verify/read-heads.js';
import { faultLines, standingLines } from './verify/report-text.js';
import { verifyAudit } from './verify/verify-audit.js';
import { Witness } from './verify/witness.js';
import { auditDirBeside } from '../kernel/audit-dir.js';

const HELP = `${ADDRESS_HELP}
Heads: heads.jsonl of --audit-dir, and every --head: lines of heads, as that file, the webhook or standard output had them ('-' is standard input).
树头：--audit-dir 中的 heads.jsonl，以及每个 --head 给出的文件（'-' 为标准输入），格式为每行一个树头。

Examples 示例:
  npm run audit:verify
  npm run audit:verify -- --head kept-elsewhere.jsonl --key public-keys.json
  npm run audit:verify -- --from env:EVENT_STORE --audit-dir /srv/audit
`;

const collect = (value: string, before: string[]): string[] => [...before, value];
const program = operation(
  'audit:verify',
  "Walks the whole log: every event's hash, every stream's chain, and the tree over all, held against every signed head; names the first place where the log is not what was recorded. The service may run.",
  '校验整个日志：每个事件的散列值、每个流的散列链，以及覆盖全部事件的证明树与每个签名树头；指出第一处与记录不符的位置。服务无需停止。',
  HELP,
)
  .option('--from <log>', 'the log to walk (default: EVENT_STORE, else that of --data) 要校验的日志')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--audit-dir <dir>', 'folder of signed heads and keys (default: AUDIT_DIR, else that of --data with -audit behind it) 树头与密钥目录', process.env['AUDIT_DIR']?.trim() || undefined)
  .option('--head <file>', 'heads kept elsewhere; may be given several times 另行保存的树头，可重复', collect, [])
  .option('--key <file>', 'public keys kept elsewhere, instead of those of --audit-dir 另行保存的公钥清单')
  .option('--read-model <dir>', 'whose tree files may tell the exact place (default: READ_MODEL_DIR, else read-model in --data) 读模型目录，其证明树文件可定位', process.env['READ_MODEL_DIR']?.trim() || undefined)
  .option('--chains-only', 'without heads 不核对树头', false)
  .parse();
const given = program.opts<{ from?: string; data: string; auditDir?: string; head: string[]; key?: string; readModel?: string; chainsOnly: boolean; quiet: boolean }>();

const NO_HEADS: ReadHeads = { index: new HeadIndex(), logId: null, findings: [], more: 0 };

runCommand(given.quiet, async ({ say, complain, progress, signal }) => {
  const { from, data, auditDir = auditDirBeside(data), chainsOnly } = given;
  const inputs = { auditDir, heads: given.head, keyFile: given.key ?? null, stdin: process.stdin };
  // Heads before their keys and before the log: whoever signed them, and whatever they cover, must be there by then.
  const sources = chainsOnly ? [] : await headSources(inputs);
  const keys = chainsOnly ? [] : auditKeys(inputs);
  const log = await openLog(from === undefined ? logInUse(data, process.env) : parseLogAddress(from, process.env), false);
  try {
    const heads = chainsOnly ? NO_HEADS : await readHeads(sources, { keys, nowMs: Date.now(), signal });
    progress.begin('verifying 校验');
    const witness = Witness.open(join(given.readModel ?? join(data, 'read-model'), 'proof'));
    const report = await verifyAudit({ store: log.store, sharedLog: log.shared, heads, witness, progress, signal });
    progress.end();
    const text = { report, heads, keys, label: log.label };
    const faults = faultLines(text);
    if (faults.length === 0) {
      say(standingLines(text).join('\n'));
      return EXIT.done;
    }
    complain(`\n${faults.join('\n')}`);
    return EXIT.failed;
  } finally {
    await log.store.close();
  }
});
