import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '../../kernel/actor.js';

/** One line about what an older version went by and this one does not; null where there is nothing of it. */
export function leftoverNote(env: Readonly<Record<string, string | undefined>>, dataDir: string): string | null {
  const variables = ROLES.map((role) => `${role.toUpperCase()}_KEY`).filter((name) => env[name] !== undefined && env[name].trim() !== '');
  const file = join(dataDir, 'access-keys.json');
  const found = [...variables, ...(existsSync(file) ? [file] : [])];
  if (found.length === 0) return null;
  return `${found.join(', ')}: no longer used, because tokens have replaced the keys of roles. Make tokens with: npm run token -- --role analyst; then remove what is named here. 角色密钥已由令牌取代，不再使用：请用 npm run token 生成令牌，并删除上述变量或文件。`;
}
