import fc from 'fast-check';
import { guardFormula, unguardFormula } from '../../../src/kernel/formula-guard.js';
import { printable, printableLines } from '../../../src/kernel/printable.js';
import { fitForLog } from '../../../src/platform/log-lines.js';
import { csvLine } from '../../../src/efficiency/read-model/exports/csv-text.js';

/** Forged lines, a cleared screen, a changed title, text that runs backwards, text that is not there. */
const HOSTILE = ['a\r\nforged', '\u001b[2J\u001b[31m', '\u001b]0;title\u0007', '\u009b2J', 'user\u202etxt.exe', '\u2066\u2069', 'zero\u200bwidth\u200f', 'line\u2028para\u2029', '\u0000', '\u007f', '\u0085next', 'soft\u00adhyphen', '\ufeff'];
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe('A stranger’s text', () => {
  it.each(HOSTILE)('has nothing in it that cannot be seen: %j', (text) => {
    expect(INVISIBLE.test(text)).toBe(true);
    expect(printable(text)).not.toMatch(INVISIBLE);
  });

  it('is left as it is where all of it can be seen', () => {
    for (const text of ['办件 2026-001', 'Grüße, naïve “text”', 'a|b;c', '😀', '']) expect(printable(text)).toBe(text);
  });

  it('keeps the lines of what is ours', () => expect(printableLines('one\n\ttwo\u001b[2J')).toBe('one\n\ttwo\\u001b[2J'));

  it('means the same in a line of JSON, with or without its escapes', () => {
    fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom(...HOSTILE)) }), (text) => {
      const line = fitForLog(JSON.stringify({ text }));
      expect(line).not.toMatch(INVISIBLE);
      expect(JSON.parse(line)).toEqual({ text });
    }), { numRuns: 500, verbose: 1 });
  });
});

describe('A line of the log', () => {
  it.each([
    ['esdb://admin:hunter2@db.example:2113?tls=true', 'hunter2'], ['cannot reach https://tracer:hunter2@127.0.0.1:4318/v1/traces', 'hunter2'], ['Authorization: Bearer hunter2hunter2', 'hunter2'],
    ['Basic aHVudGVyMjpodW50ZXIy', 'aHVudGVyMjpodW50ZXIy'], ['/x?token=eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2ln', 'eyJ'], ['Bearer%20hunter2hunter2', 'hunter2'], ['no terminal has set_cS4NeDNLuPH1YtrmBOxGrKm-slY4Dw9TwLR9QuBF5lE', 'cS4Ne'],
    ['-----BEGIN PRIVATE KEY-----\\nMIGHAgEAMBM\\n-----END PRIVATE KEY-----', 'MIGH'],
  ])('holds no secret of %s', (text, secret) => {
    const line = fitForLog(JSON.stringify({ msg: text }));
    expect(line).not.toContain(secret);
    expect((JSON.parse(line) as { msg: string }).msg).toContain('[redacted]');
  });

  it('keeps what is none', () => {
    for (const text of ['http://127.0.0.1:3000/events', 'a:b@c', 'the bearer of this', 'mailto:desk@example.org', 'eyJ']) expect(JSON.parse(fitForLog(JSON.stringify({ text })))).toEqual({ text });
  });
});

describe('A cell of a table', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '\'=1', '=cmd|\' /C calc\'!A0'])('that a spreadsheet would run is a text: %j', (text) => {
    expect(guardFormula(text)).toBe(`'${text}`);
    expect(unguardFormula(guardFormula(text))).toBe(text);
    expect(csvLine([text])).toMatch(/^"?'/);
  });

  it('that is a number stays one', () => expect(csvLine([-5, 'intake', -5n, null])).toBe('-5,intake,-5,\r\n'));
});
