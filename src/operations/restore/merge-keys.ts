import { DatabaseSync } from 'node:sqlite';

export interface MergedKeys {
  /** Keys that the backup brought back and that are erased again, because they were erased since. */
  readonly erasedAgain: number;
  /** Keys made since the backup, kept: texts of a log that is put aside stay readable. */
  readonly kept: number;
}

/**
 * Brings a restored key file up to the one in place: what was erased there is erased here, what was made there is kept.
 * The way from a subject to a key made since is kept only when both files look subjects up by the same secret, and the
 * restored file has no key for that subject; else the subject gets a new key when it comes next.
 */
export function mergeKeys(restored: string, present: string): MergedKeys {
  const database = new DatabaseSync(restored);
  try {
    database.exec('PRAGMA secure_delete = ON');
    database.prepare('ATTACH ? AS present').run(present);
    const { same } = database.prepare("SELECT (SELECT secret FROM main.secrets WHERE name = 'lookup') IS (SELECT secret FROM present.secrets WHERE name = 'lookup') AS same").get() as { same: number };
    database.exec('BEGIN IMMEDIATE');
    const erased = database.prepare(`UPDATE main.keys SET lookup = NULL, secret = NULL
      WHERE secret IS NOT NULL AND key_id IN (SELECT key_id FROM present.keys WHERE secret IS NULL)`).run();
    const kept = database.prepare(`INSERT INTO main.keys (key_id, lookup, secret)
      SELECT key_id, CASE WHEN ? AND lookup NOT IN (SELECT lookup FROM main.keys WHERE lookup IS NOT NULL) THEN lookup END, secret
      FROM present.keys WHERE true ON CONFLICT (key_id) DO NOTHING`).run(same);
    database.exec('COMMIT');
    return { erasedAgain: Number(erased.changes), kept: Number(kept.changes) };
  } finally {
    database.close();
  }
}
