import { newEventId } from '../../../src/event-store/event-id.js';

describe('A new event id', () => {
  it('is a UUID of version 7, and never the same twice', () => {
    const ids = Array.from({ length: 5_000 }, newEventId);
    expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(5_000);
  });
});
