import type { SqlParams, SqlRow } from './duckdb-connection.js';
import type { Facts } from './facts.js';

/** Asks the facts a few statements at a time, so that one question with many figures does not fill the queue for all others. */
export class FewAtATime implements Facts {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly facts: Facts,
    private readonly widthMax: number,
  ) {}

  async query<T extends SqlRow>(sql: string, params?: SqlParams): Promise<readonly T[]> {
    if (this.running >= this.widthMax) await new Promise<void>((resolve) => { this.waiting.push(resolve); });
    else this.running += 1;
    try {
      return await this.facts.query<T>(sql, params);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
