import { parseSubject } from '../../../../src/service-request/domain/request-ids.js';

describe('parseSubject', () => {
  it('splits at the first dot', () => {
    expect(parseSubject('hall-1.2026.03.R-7')).toEqual({ hallId: 'hall-1', requestId: '2026.03.R-7' });
  });

  it('takes request ids of any script, with spaces, up to 128 characters', () => {
    expect(parseSubject('H_1.办件 第7号')).toEqual({ hallId: 'H_1', requestId: '办件 第7号' });
    expect(parseSubject(`H.${'x'.repeat(128)}`)?.requestId).toHaveLength(128);
    expect(parseSubject(`H.${'𠮷'.repeat(128)}`)?.requestId).toBe('𠮷'.repeat(128));
  });

  it.each([
    ['no dot', 'hall-1'],
    ['no hall', '.R-1'],
    ['no request', 'hall-1.'],
    ['nothing', ''],
    ['a hall with a space', 'hall 1.R-1'],
    ['a hall of 65 characters', `${'h'.repeat(65)}.R-1`],
    ['a request of 129 characters', `H.${'x'.repeat(129)}`],
    ['a request of 129 wide characters', `H.${'𠮷'.repeat(129)}`],
    ['a line feed', 'H.R\n1'],
    ['a null character', 'H.R\u00001'],
    ['an escape', 'H.R\u001b[2J'],
    ['a line separator', 'H.R\u20281'],
    ['a text direction override', 'H.R\u202e1'],
    ['a zero width space', 'H.R\u200b1'],
    ['half of a surrogate pair', 'H.R\ud800'],
  ])('is null for %s', (_what, subject) => {
    expect(parseSubject(subject)).toBeNull();
  });

  it('takes a hall id of 64 characters', () => {
    expect(parseSubject(`${'h'.repeat(64)}.R`)).toEqual({ hallId: 'h'.repeat(64), requestId: 'R' });
  });
});
