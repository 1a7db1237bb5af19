import { operation } from '../../operations/command-line.js';
import { EXIT, refusal, usage } from '../../operations/exit-codes.js';
import { runCommand } from '../../operations/run-command.js';
import { SYSTEM_CLOCK } from '../../platform/clock.module.js';
import { TOKEN_CHARS_MAX } from './bearer.js';
import { BuiltInIssuer, HOURS_DEFAULT, HOURS_MAX } from './built-in-issuer.js';
import { builtInSettings } from './built-in-settings.main.js';
import { KeyFileRefused, openKeyFile } from './key-file.js';
import { isBadWish, scopeText, tokenWishOf, type WishedOptions } from './token-wish.js';

const program = operation(
  'token',
  'Makes an access token and prints it; until when it holds is said beside it. Reads the same settings as the service (DATA_DIR, TOKEN_KEYS_FILE, TOKEN_AUDIENCE).',
  '签发访问令牌并打印；有效期另行显示。读取与服务相同的设置。',
  `
Example 示例:
  TOKEN=$(npm run -s token -- --role supervisor --name wang --halls east --departments planning)
`,
)
  .option('-r, --role <role>', 'terminal, analyst, supervisor or administrator 角色')
  .option('-n, --name <name>', 'who it is; recorded with everything it does [<role>-1] 持有人')
  .option('--halls <ids>', 'halls, with commas, or all [all] 大厅')
  .option('--departments <ids>', 'departments, each with all below it, or all [all] 部门（含下级）')
  .option('--hours <n>', `how long it holds, up to ${HOURS_MAX} [${HOURS_DEFAULT}] 有效小时数`)
  .parse();
const { quiet, ...options } = program.opts<WishedOptions & { quiet: boolean }>();

runCommand(true, async ({ say, complain }) => {
  const wish = tokenWishOf(options);
  if (isBadWish(wish)) throw usage('WRONG_ARGUMENTS', wish.en, wish.zh);
  const { keyFile, audience } = builtInSettings(process.env);
  const [current] = keysOf(keyFile);
  const { token, expiresAtMs } = await new BuiltInIssuer({ current }, audience, SYSTEM_CLOCK).mint(wish);
  if (token.length > TOKEN_CHARS_MAX) throw usage('TOKEN_TOO_LONG', `A token holds up to ${TOKEN_CHARS_MAX} characters; name fewer halls or departments.`, '令牌过长：请减少大厅或部门。');
  say(token);
  // Beside the token, so that $(npm run -s token -- …) is the token alone.
  if (!quiet) complain(`${wish.role} ${wish.principal}; ${scopeText(wish.scope)}; until 有效期至 ${new Date(expiresAtMs).toISOString()}; key 密钥 ${current.kid} of ${keyFile}`);
  return EXIT.done;
});

function keysOf(keyFile: string): ReturnType<typeof openKeyFile> {
  try {
    return openKeyFile(keyFile, SYSTEM_CLOCK.nowMs());
  } catch (error) {
    if (error instanceof KeyFileRefused) throw refusal('TOKEN_KEYS_UNUSABLE', error.message, '令牌密钥文件不可用。');
    throw error;
  }
}
