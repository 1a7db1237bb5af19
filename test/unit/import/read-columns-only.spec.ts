import { readColumnsOnly, UNREAD } from '../../../src/import/running/read-columns-only.js';
import type { Reject } from '../../../src/import/running/reject-line.js';
import { mappingWith } from './support.js';

const reject = (code: string, row: Reject['row']): Reject =>
  ({ line: 3, caseId: '2', event: null, occurredAt: null, what: 'unreadable row', code, reason: 'en', reasonZh: '中', row });

describe('The rejects file', () => {
  const written: Reject[] = [];
  const sink = readColumnsOnly({ write: async (some) => void written.push(...some) }, mappingWith({}));
  const row = { case: '2', time: 'yesterday', team: 'A', officer: '-', state: 'x', applicant: '张三', note: '', '#8': '李四' };

  it('holds of a row what the mapping reads, and of other columns that there was something', async () => {
    await sink.write([reject('TIME_UNREADABLE', row)]);
    expect(written[0]).toMatchObject({ caseId: '2', row: { case: '2', time: 'yesterday', team: 'A', officer: '-', state: 'x', applicant: UNREAD, note: '', '#8': UNREAD } });
  });

  it('tells no value of a row whose fields do not fit the header', async () => {
    await sink.write([reject('FIELD_COUNT', row)]);
    expect(written[1]).toMatchObject({ line: 3, caseId: null });
    expect(new Set(Object.values(written[1]!.row))).toEqual(new Set([UNREAD, '']));
  });
});
