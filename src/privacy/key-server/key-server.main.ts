import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { operation } from '../../operations/command-line.js';
import { EXIT, OperationEnded, refusal, usage } from '../../operations/exit-codes.js';
import { runCommand } from '../../operations/run-command.js';
import { KeyFileVault } from '../key-file.vault.js';
import { KeyringRefused } from '../keyring-refused.js';
import { KeysUnavailable } from '../keyring.js';
import { createKeyServer } from './key-server.js';
import { keptSecret } from './kept-secret.js';
import { LISTEN, serverSettingsOf } from './server-settings.js';

const HELP = `
Runs until SIGTERM or SIGINT, and then ends with 0. 收到 SIGTERM 或 SIGINT 后正常结束，退出码为 0。
Replicas name it by KEYRING=https://HOST:PORT and have a copy of its secret. 各副本以 KEYRING=https://主机:端口 指向它，并持有其口令文件的副本。

Environment variables 环境变量:
  KEYRING_LISTEN         host:port [${LISTEN}]; any but 127.0.0.1 and [::1] needs a certificate  监听地址；非回环地址须有证书
  KEYRING_SECRET_FILE    the secret, made at the first start [keyring-secret in the data folder]  口令文件，首次启动时生成
  KEYRING_TLS_CERT_FILE  the server's certificate, PEM  服务器证书
  KEYRING_TLS_KEY_FILE   its private key, PEM  私钥

Example 示例:
  npm run keys:serve -- --data /var/lib/hall-keys
`;

const program = operation(
  'keys:serve',
  'Keeps the keys of encrypted texts for replicas on several machines: answers from keys.sqlite in its data folder.',
  '密钥服务：为多台机器上的副本保管密文的密钥，密钥存于其数据目录的 keys.sqlite。',
  HELP,
)
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('-l, --listen <host:port>', 'where to listen 监听地址', process.env['KEYRING_LISTEN']?.trim() || LISTEN)
  .parse();
const { data, listen, quiet } = program.opts<{ data: string; listen: string; quiet: boolean }>();

runCommand(quiet, async ({ say, complain, signal }) => {
  try {
    const { host, port, secretFile, tls } = serverSettingsOf(listen, data, process.env);
    const { secret, made } = keptSecret(secretFile);
    const file = join(data, 'keys.sqlite');
    const vault = new KeyFileVault(file);
    await vault.load('start'); // A file of no use is told now, not to the first replica.
    const server = createKeyServer({ vault, secret, tls, complain });
    await server.listen({ host, port });
    const { port: taken } = server.server.address() as AddressInfo;
    const address = `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${taken}`;
    say(
      `Keys:    ${file}\nSecret:  ${secretFile}${made ? ' (made now; replicas need a copy 新生成，各副本需要一份)' : ''}\nServing: KEYRING=${address}`,
    );
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    await vault.close();
    say('Stopped. 已停止。');
    return EXIT.done;
  } catch (error) {
    throw endOf(error);
  }
});

function endOf(error: unknown): unknown {
  if (error instanceof KeyringRefused) return usage('SETTING_REFUSED', error.message, '请改正该设置。');
  if (error instanceof KeysUnavailable) return new OperationEnded('KEYS_UNAVAILABLE', EXIT.store, error.message, '密钥文件无法使用。');
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return refusal('ADDRESS_IN_USE', `Another program listens on ${listen}.`, `${listen} 已被其他程序占用。`);
  return error;
}
