import { INDEX_STREAM } from '../../../src/reference-data/domain/reference-streams.js';
import { hallCatalogue } from './examples.js';
import { eventsOf, LOGS, WriteSide } from './harness.js';

describe.each(LOGS)('A log with reference data of a later program (%s)', (_name, open) => {
  it('lets the service start with what it can read, and names the streams that it knows only in part', async () => {
    const log = await open();
    const first = new WriteSide(log);
    await first.load(hallCatalogue);
    const [opened] = await eventsOf(log.store, INDEX_STREAM);
    const { stream } = opened!.data as { stream: string };
    const known = await eventsOf(log.store, stream);
    const { data, metadata, revision } = known.at(-1)!;
    await log.store.append(stream, revision, [{ id: '00000000-0000-4000-8000-000000000001', type: 'EntryRetiredV2', data, metadata }]);
    const second = new WriteSide(log);
    await second.directory.catchUp();
    expect([...second.directory.leftOut]).toEqual([[stream, 'Unknown reference data event type: "EntryRetiredV2"']]);
    expect(second.directory.endOf(stream)?.revision).toBe(revision);
    expect(second.directory.state.opened).toEqual(first.directory.state.opened);
    await log.close();
  });
});
