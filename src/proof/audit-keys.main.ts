import { Argument } from 'commander';
import { operation } from '../operations/command-line.js';
import { EXIT, refusal } from '../operations/exit-codes.js';
import { runCommand } from '../operations/run-command.js';
import { ProofRefused } from './application/proof-refused.js';
import { fingerprintOf } from './domain/signature.js';
import type { PublishedKey } from './domain/signing-keys.js';
import { KeyFile } from './heads/key-file.js';
import { auditDirBeside } from '../kernel/audit-dir.js';

const HELP = `
  list               every key, the oldest first; --json prints the public list that --key of audit:verify takes  列出全部密钥；--json 输出公钥清单
  rotate             a new key signs from now on, and the one before says so  更换签名密钥
  revoke KEYID       what this key signs from now on is worth nothing; rotate first when it is the newest  吊销密钥；若为当前密钥须先更换
The service may run: it takes the change at its next head. 服务无需停止。

Examples 示例:
  npm run audit:keys -- list --json > public-keys.json
  npm run audit:keys -- rotate
  npm run audit:keys -- revoke 0123456789abcdef
`;

const program = operation('audit:keys', 'The keys that sign the heads of the log: lists them, puts a new one in, or revokes one.', '签署日志树头的密钥：列出、更换或吊销。', HELP)
  .addArgument(new Argument('<what>').choices(['list', 'rotate', 'revoke']))
  .argument('[keyId]')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--audit-dir <dir>', 'folder of signed heads and keys (default: AUDIT_DIR, else that of --data with -audit behind it) 树头与密钥目录', process.env['AUDIT_DIR']?.trim() || undefined)
  .option('--json', 'the public list as JSON 以 JSON 输出公钥清单', false)
  .parse();
const [what = '', keyId = ''] = program.args;
const { data, auditDir = auditDirBeside(data), json, quiet } = program.opts<{ data: string; auditDir?: string; json: boolean; quiet: boolean }>();

const lineOf = ({ keyId: id, publicKey, from, until, revokedAt }: PublishedKey): string =>
  `${id}  ${from} .. ${until ?? 'now'}${revokedAt === undefined ? '' : `  REVOKED 已吊销 ${revokedAt}`}\n  ${fingerprintOf(publicKey)}`;

async function act(file: KeyFile): Promise<string> {
  if (what === 'rotate') return `A new key signs from now on. Write its fingerprint down, and keep the public list elsewhere again.\n已更换密钥，请另行保存其指纹与公钥清单。\n${lineOf(file.rotate())}`;
  if (what === 'revoke') {
    if (!file.revoke(keyId)) throw refusal('NOT_REVOKED', `${keyId || 'no key'} is not there, is the newest one (rotate first), or was revoked before.`, `密钥 ${keyId} 不存在、为当前密钥（请先更换）或已吊销。`);
    return `Revoked. 已吊销。\n${(await file.keys()).map(lineOf).join('\n')}`;
  }
  const keys = await file.keys();
  if (json) return JSON.stringify({ keys }, null, 2);
  return keys.length === 0 ? 'No key yet: it is made when the first head is signed. 尚无密钥，首次签署时生成。' : keys.map(lineOf).join('\n');
}

runCommand(quiet, async ({ say }) => {
  try {
    say(await act(new KeyFile(auditDir, () => Date.now())));
    return EXIT.done;
  } catch (error) {
    if (error instanceof ProofRefused) throw refusal(error.code, `${error.message} ${error.detail}`, error.zh);
    throw error;
  }
});
