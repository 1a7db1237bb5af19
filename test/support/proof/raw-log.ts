import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type AppendResult, EventStore, type Position, type RecordedEvent, type Revision, type SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { decodeEvent } from '../../../src/event-store/stored-event.js';

type Row = [bigint, bigint, string, string, string, string, string];
const COLUMNS = 'e.position, e.revision, s.name, lower(hex(e.id)), e.type, e.data, e.metadata';
const FROM = `SELECT ${COLUMNS} FROM events e JOIN streams s ON s.stream_no = e.stream_no`;

/** The log's file under the hands of somebody who may write it: read as the store reads it, changed by SQL, and put back by a rollback. */
export class RawLog extends EventStore {
  /** As the events were before anything was done to them. */
  private readonly untouched: ReadonlyMap<bigint, RecordedEvent>;
  private readonly places: StatementSync;
  private readonly touched: StatementSync;
  private readonly touchedPlaces: StatementSync;
  private readonly one: StatementSync;
  private readonly newest: StatementSync;

  constructor(readonly database: DatabaseSync) {
    super();
    const all = this.prepared(`${FROM} ORDER BY e.position`).all() as unknown as Row[];
    this.untouched = new Map(all.map((row) => [row[0], eventOf(row)]));
    this.places = this.prepared('SELECT position FROM events WHERE position > ? ORDER BY position LIMIT ?');
    this.touchedPlaces = this.prepared('SELECT DISTINCT position FROM touched');
    this.touched = this.prepared(`${FROM} WHERE e.position IN (SELECT position FROM touched)`);
    this.newest = this.prepared('SELECT max(position) FROM events');
    this.one = this.prepared(`${FROM} WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision`);
  }

  /** What the tables forbid, an attacker allows: the second one has no constraint but its positions. */
  static open(file: string): RawLog {
    const database = new DatabaseSync(file);
    database.exec(`
      PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
      CREATE TABLE open_events (position INTEGER PRIMARY KEY, stream_no INTEGER, revision INTEGER, id BLOB, type TEXT, data TEXT, metadata TEXT);
      INSERT INTO open_events SELECT * FROM events;
      DROP TABLE events;
      ALTER TABLE open_events RENAME TO events;
      CREATE TEMP TABLE touched (position INTEGER);
      CREATE TEMP TRIGGER put AFTER INSERT ON events BEGIN INSERT INTO touched VALUES (NEW.position); END;
      CREATE TEMP TRIGGER changed AFTER UPDATE ON events BEGIN INSERT INTO touched VALUES (NEW.position); END;`);
    return new RawLog(database);
  }

  /** Does something to the file, looks at it, and undoes it. */
  async with<T>(tamper: (database: DatabaseSync) => void, look: () => Promise<T>): Promise<T> {
    this.database.exec('BEGIN');
    try {
      tamper(this.database);
      return await look();
    } finally {
      this.database.exec('ROLLBACK');
    }
  }

  override append(): Promise<AppendResult> {
    return Promise.reject(new Error('Nothing is recorded here'));
  }

  override async *readStream(stream: string, from: Revision = 0n): AsyncGenerator<RecordedEvent> {
    await Promise.resolve();
    for (const row of this.one.all(stream, from) as unknown as Row[]) yield eventOf(row);
  }

  /** Of a row that nothing was done to the event is the very same object: thousands of walks differ in one of two hundred. */
  override readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    const touched = new Map((this.touched.all() as unknown as Row[]).map((row) => [row[0], row]));
    const isTouched = new Set((this.touchedPlaces.all() as unknown as [bigint][]).map(([position]) => position));
    const places = this.places.all(after ?? -1n, limit) as unknown as [bigint][];
    return Promise.resolve(places.flatMap(([position]) => {
      const row = touched.get(position);
      if (isTouched.has(position)) return row === undefined ? [] : [eventOf(row)];
      return this.untouched.get(position) ?? [];
    }));
  }

  override async *subscribeAll(): AsyncGenerator<SubscriptionMessage> {
    await Promise.resolve();
    yield { kind: 'caught-up' };
  }

  override head(): Promise<Position | null> {
    const [head] = this.newest.get() as unknown as [bigint | null];
    return Promise.resolve(head);
  }

  override close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private prepared(sql: string): StatementSync {
    const statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement;
  }
}

const eventOf = ([position, revision, stream, id, type, data, metadata]: Row): RecordedEvent => decodeEvent({
  position, revision, stream, type, data, metadata,
  id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
});
