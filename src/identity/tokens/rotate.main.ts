import { operation } from '../../operations/command-line.js';
import { EXIT, refusal } from '../../operations/exit-codes.js';
import { runCommand } from '../../operations/run-command.js';
import { SYSTEM_CLOCK } from '../../platform/clock.module.js';
import { builtInSettings } from './built-in-settings.main.js';
import { changeKeyFile, type KeyFileChange } from './change-key-file.js';
import { KeyFileRefused } from './key-file.js';
import { rotated } from './rotation.js';
import { SIGNING_KEYS_MAX } from './signing-key.js';

const program = operation(
  'token:rotate',
  'Puts a new key in front of those that tokens are signed with. Tokens that are out hold until they expire; a running service notices within seconds.',
  '更换令牌签名密钥。已签发的令牌在到期前仍有效；运行中的服务数秒内生效。',
)
  .option('--revoke-all', 'the old keys go at once, and every token that is out ends 立即作废所有已签发的令牌', false)
  .parse();
const { revokeAll } = program.opts<{ revokeAll: boolean }>();

runCommand(true, async ({ say }) => {
  const { keyFile } = builtInSettings(process.env);
  const { before, after } = changed(keyFile);
  const dropped = before.filter(({ kid }) => !after.some((key) => key.kid === kid)).length;
  say(`${keyFile}: ${after[0].kid} signs now; ${after.length - 1} older still check, ${dropped} dropped.\n新密钥 ${after[0].kid} 已启用；保留 ${after.length - 1} 把旧密钥，删除 ${dropped} 把。`);
  return Promise.resolve(EXIT.done);
});

function changed(keyFile: string): KeyFileChange {
  try {
    const done = changeKeyFile(keyFile, (keys) => {
      const next = rotated(keys, SYSTEM_CLOCK.nowMs(), revokeAll);
      if (next === null) throw full();
      return next;
    });
    if (done !== null) return done;
  } catch (error) {
    if (error instanceof KeyFileRefused) throw refusal('TOKEN_KEYS_UNUSABLE', error.message, '令牌密钥文件不可用。');
    throw error;
  }
  throw refusal('NO_TOKEN_KEYS', `There is no ${keyFile} yet: it is made by the first start, or by the first token.`, `尚无 ${keyFile}：首次启动或首次签发令牌时生成。`);
}

const full = (): Error =>
  refusal('TOKEN_KEYS_FULL', `${SIGNING_KEYS_MAX} keys still have tokens that hold. Rotate later, or end them all with --revoke-all.`, `仍有 ${SIGNING_KEYS_MAX} 把密钥的令牌未到期：请稍后再换，或用 --revoke-all 全部作废。`);
