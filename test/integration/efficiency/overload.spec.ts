import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbReadModel } from '../../../src/efficiency/read-model/duckdb-read-model.js';
import { ReadModelBusy, ReadModelClosed } from '../../../src/efficiency/read-model/facts.js';

describe('a read model under more questions than it takes', () => {
  it('answers as many as may wait and refuses the rest by name, then answers again', async () => {
    const model = (await DuckDbReadModel.open(join(mkdtempSync(join(tmpdir(), 'busy-')), 'facts.duckdb'), { memoryMb: 100 }))!;
    const asked = await Promise.allSettled(Array.from({ length: 300 }, () => model.query('SELECT count(*) FROM receipts')));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    expect(refused).toHaveLength(300 - 202);
    expect(refused.every((error) => error instanceof ReadModelBusy && error.statusCode === 503)).toBe(true);
    expect(await model.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await model.close();
    await expect(model.query('SELECT 1')).rejects.toThrow(ReadModelClosed);
  });
});
