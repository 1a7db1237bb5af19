import { isBinaryMode, readBinaryHeaders } from '../../../../src/service-request/api/cloud-events/binary-headers.js';

const read = (...headers: string[]) => readBinaryHeaders(headers, 'application/json');

describe('readBinaryHeaders', () => {
  it('takes the ce- headers, whatever their case, and the content type', () => {
    expect(read('Host', 'x', 'CE-Id', 'a', 'ce-type', 'T')).toEqual({ datacontenttype: 'application/json', id: 'a', type: 'T' });
  });
  it.each([
    ['%E5%8A%9E%E4%BB%B6', '办件'], ['a%20b%22', 'a b"'], ['"quoted \\"text\\""', 'quoted "text"'], ['100%25', '100%'],
  ])('decodes %s', (encoded, text) => expect(read('ce-subject', encoded)['subject']).toBe(text));
  it.each([
    ['a broken escape', ['ce-id', '50%']], ['a byte sequence that is not UTF-8', ['ce-id', '%ff']], ['raw bytes beyond ASCII', ['ce-id', '\u00e5']],
    ['a header sent twice', ['ce-id', 'a', 'Ce-Id', 'b']], ['a content type of its own', ['ce-datacontenttype', 'text/xml']],
    ['data in a header', ['ce-data', '{}']], ['a prototype', ['ce-__proto__', 'x']],
  ])('refuses %s', (_case, headers) => expect(() => read(...headers)).toThrow('The header ce-'));
});

describe('isBinaryMode', () => {
  it('is told by an attribute that every event has, as a name and not as a value', () => {
    expect(isBinaryMode(['Content-Type', 'application/json', 'Ce-Id', 'a'])).toBe(true);
    expect(isBinaryMode(['Content-Type', 'application/json', 'X', 'ce-id'])).toBe(false);
  });
});
