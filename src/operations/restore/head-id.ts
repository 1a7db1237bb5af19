import { reading } from '../backup/database-file.js';

/** The last event of a log's file, or null. */
export function headIdOf(file: string): { readonly position: bigint; readonly id: Uint8Array } | null {
  return reading(file, (database) => {
    const statement = database.prepare('SELECT position, id FROM events ORDER BY position DESC LIMIT 1');
    statement.setReadBigInts(true);
    return (statement.get() as { position: bigint; id: Uint8Array } | undefined) ?? null;
  });
}
