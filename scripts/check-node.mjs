// Runs on any Node that knows modules, so that an old one gets a sentence instead of a stack.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [, wantedMajor, wantedMinor] = /^>=(\d+)\.(\d+)/.exec(engines.node).map(Number);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  const wanted = `${wantedMajor}.${wantedMinor}`;
  console.error(
    [
      `This program needs Node.js ${wanted} or newer; this is ${process.versions.node}.`,
      'On 64-bit Linux `npm ci` installs one for this folder: use `npm start`, `npm test` or `npm run ...`, which find it.',
      'Elsewhere install Node.js 24 LTS from https://nodejs.org and try again.',
      `本程序需要 Node.js ${wanted} 或更高版本，当前版本是 ${process.versions.node}。`,
      '在 64 位 Linux 上，`npm ci` 会在本目录安装合适的版本，请用 `npm start`、`npm test` 或 `npm run ...` 运行。',
      '其他系统请先从 https://nodejs.org 安装 Node.js 24 LTS 再试。',
    ].join('\n'),
  );
  process.exit(1);
}
