import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure, usage } from '../../operations/exit-codes.js';
import { type PublishedKey, publishedKeysOf } from '../domain/signing-keys.js';
import { wholeLinesEnd } from '../heads/head-lines.js';
import { HEADS_NAME } from '../heads/heads-file.js';
import { KEYS_NAME } from '../heads/key-file.js';
import type { HeadSource } from './read-heads.js';

const KEYS_BYTES_MAX = 8 * 1024 * 1024;

export interface AuditInputs {
  readonly auditDir: string;
  /** Heads kept elsewhere: a file of lines, or '-' for standard input. */
  readonly heads: readonly string[];
  /** Keys kept elsewhere; null for those of the folder. */
  readonly keyFile: string | null;
  readonly stdin: NodeJS.ReadableStream;
}

/**
 * The folder's heads and those that were given. Of the folder's only what is whole now, so that the keys, which are to be read
 * after this, have signed all of them: a service may be adding lines meanwhile, under a new key or half written.
 * @throws OperationEnded for a file that is not there, or no head at all.
 */
export async function headSources({ auditDir, heads, stdin }: AuditInputs): Promise<readonly HeadSource[]> {
  const own = join(auditDir, HEADS_NAME);
  const end = await wholeLinesEnd(own);
  if (end === 0 && heads.length === 0)
    throw usage('NO_HEADS', `There is no head in ${own} to hold the log against. Give the folder (--audit-dir) or heads kept elsewhere (--head); --chains-only leaves them out: then nobody notices a cut tail or a whole log made anew.`, `${own} 中没有树头。请用 --audit-dir 指定目录或用 --head 给出另行保存的树头；--chains-only 则不核对树头，无法发现末尾截断或整体重写。`);
  const kept = heads.map((file) => {
    if (file === '-') return { label: 'stdin', lines: stdin };
    if (!existsSync(file)) throw usage('HEADS_NOT_FOUND', `There is no file ${file}.`, `文件 ${file} 不存在。`);
    return { label: file, lines: createReadStream(file, 'utf8') };
  });
  return end === 0 ? kept : [{ label: own, lines: createReadStream(own, { encoding: 'utf8', end: end - 1 }) }, ...kept];
}

/** What `audit:keys -- list --json` printed, or the folder's own file. @throws OperationEnded for what is no such list. */
export function auditKeys({ auditDir, keyFile }: AuditInputs): readonly PublishedKey[] {
  const file = keyFile ?? join(auditDir, KEYS_NAME);
  if (!existsSync(file))
    throw usage('NO_KEYS', `There is no ${file}: give the public keys by --key (npm run audit:keys -- list --json prints them).`, `找不到 ${file}：请用 --key 给出公钥清单（npm run audit:keys -- list --json）。`);
  const checked = publishedKeysOf(statSync(file).size > KEYS_BYTES_MAX ? null : listIn(file));
  if (checked.keys === null) throw failure('KEYS_REFUSED', `${file}: ${checked.wrong}.`, `${file}：密钥清单无效。`);
  return checked.keys;
}

function listIn(file: string): unknown {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as { keys?: unknown };
    return Array.isArray(value) ? value : value.keys;
  } catch {
    return null;
  }
}
