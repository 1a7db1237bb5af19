import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { operation } from '../operations/command-line.js';
import { EXIT, failure, refusal, usage } from '../operations/exit-codes.js';
import { ADDRESS_HELP, logInUse, parseLogAddress } from '../operations/logs/log-address.js';
import { openLog } from '../operations/logs/open-log.js';
import { runCommand } from '../operations/run-command.js';
import { ProofRefused } from '../proof/application/proof-refused.js';
import { fingerprintOf } from '../proof/domain/signature.js';
import { parseSubject } from '../service-request/domain/request-ids.js';
import { receiptFromLog } from './command/receipt-from-log.js';
import { receiptFileName } from './domain/receipt.js';
import { auditDirBeside } from '../kernel/audit-dir.js';

const HELP = `${ADDRESS_HELP}
The file is checked offline, by anybody: node verifier/verify-receipt.mjs FILE, or verifier/verify-receipt.html in a browser. The service may run.
That a receipt was made is recorded as a reading of the request's history.
任何人均可离线校验：node verifier/verify-receipt.mjs 文件，或用浏览器打开 verifier/verify-receipt.html。服务无需停止。出具回执会记入该办件的查阅记录。

Examples 示例:
  npm run receipt -- hall.2026-000123
  npm run receipt -- hall.2026-000123 -o receipt.json --audit-dir /srv/audit
`;

const program = operation('receipt', "Writes the receipt of one request: its events, each with its proof, and a signed head of the log.", '出具一个办件的回执：其全部事件、各自的证明，以及签名的日志树头。', HELP)
  .argument('<hall.request>', 'the request 办件')
  .option('-o, --output <file>', 'a file that is not there yet (default: receipt-HALL.REQUEST.json) 目标文件，须尚不存在')
  .option('--from <log>', 'the log (default: EVENT_STORE, else that of --data) 日志')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--audit-dir <dir>', 'folder of signed heads and keys (default: AUDIT_DIR, else that of --data with -audit behind it) 树头与密钥目录', process.env['AUDIT_DIR']?.trim() || undefined)
  .parse();
const { output, from, data, auditDir = auditDirBeside(data), quiet } = program.opts<{ output?: string; from?: string; data: string; auditDir?: string; quiet: boolean }>();

runCommand(quiet, async ({ say, progress, signal }) => {
  const ids = parseSubject(program.args[0] ?? '');
  if (ids === null) throw usage('NO_SUCH_REQUEST', 'Name the request as HALL.REQUEST.', '请以“大厅.办件”指明办件。');
  const file = output ?? receiptFileName(ids.hallId, ids.requestId);
  const log = await openLog(from === undefined ? logInUse(data, process.env) : parseLogAddress(from, process.env), false);
  try {
    const clock = { nowMs: () => Date.now() };
    const receipt = await receiptFromLog({ store: log.store, auditDir, ids, principal: `receipt:${userInfo().username}`, correlationId: randomUUID(), clock, progress, signal });
    write(file, `${JSON.stringify(receipt)}\n`);
    say(`${file}: ${receipt.events.length} events, tree of ${receipt.head.treeSize}, log ${receipt.head.logId}.\n${receipt.events.length} 个事件，证明树大小 ${receipt.head.treeSize}。`);
    for (const { keyId, publicKey } of receipt.keys) say(`key 密钥 ${keyId} ${fingerprintOf(publicKey)}`);
    return EXIT.done;
  } catch (error) {
    throw error instanceof ProofRefused ? failure(error.code, error.message, error.zh) : error;
  } finally {
    await log.store.close();
  }
});

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw refusal('FILE_EXISTS', `${file} is there already: name another file.`, `${file} 已存在，请另选文件名。`);
    throw error;
  }
}
