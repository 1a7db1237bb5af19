import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../config-reader.js';

export const OPERATIONS_MAX = 1_000;
const OPERATION_BYTES_MAX = 100_000;

/** Texts of operations by the SHA-256 of their files. */
export type Operations = ReadonlyMap<string, string>;

export const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Every `*.graphql` of a folder, one operation each; a folder that is not there has none. @throws ConfigError for too many or one that is too large. */
export function loadOperations(folder: string | null): Operations {
  if (folder === null || !existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql')).sort();
  if (files.length > OPERATIONS_MAX) throw new ConfigError(`GRAPHQL_OPERATIONS: ${folder} has more than ${OPERATIONS_MAX} operations.`);
  return new Map(files.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (Buffer.byteLength(text) > OPERATION_BYTES_MAX) throw new ConfigError(`GRAPHQL_OPERATIONS: ${name} is over ${OPERATION_BYTES_MAX} bytes.`);
    return [hashOf(text), text];
  }));
}
