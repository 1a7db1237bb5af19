import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRectificationEvent, STORED_RECTIFICATION_TYPES } from '../../../src/rectification/domain/codec.js';
import { type RectificationEventType, rectificationStream } from '../../../src/rectification/domain/rectification-events.js';
import { isOurs } from '../../../src/operations/our-categories.js';

/** Exhaustive by type: a new stored type does not compile here without its golden file being named. */
const TYPES: Readonly<Record<RectificationEventType, true>> = { RectificationOpened: true, RectificationCompleted: true };
interface Golden {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
const read = (type: string): Golden => JSON.parse(readFileSync(join(import.meta.dirname, `${type}.v1.json`), 'utf8')) as Golden;

describe('The golden files of rectifications', () => {
  it('are exactly one for each stored type', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(Object.keys(TYPES).map((type) => `${type}.v1.json`).sort());
    expect([...STORED_RECTIFICATION_TYPES].sort()).toEqual(Object.keys(TYPES).sort());
  });

  it.each(Object.keys(TYPES))('decode to what they say, in the stream of their request: %s', (type) => {
    const { stream, type: stored, data } = read(type);
    const event = decodeRectificationEvent(stored, data);
    expect(event).toEqual({ type, data });
    expect(stream).toBe(rectificationStream(event.data.hallId, event.data.requestId));
    expect(isOurs(stream)).toBe(true);
  });

  it.each([['closure', 0.5], ['score', 3], ['dueAt', '2026-03-25'], ['ratingRevision', '15']])('are refused with a wrong %s', (field, value) => {
    const { data } = read('RectificationOpened');
    expect(() => decodeRectificationEvent('RectificationOpened', { ...data, [field]: value })).toThrow('not of the stored shape');
  });
});
