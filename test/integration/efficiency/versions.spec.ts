import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ModelsDisagree } from '../../../src/efficiency/read-model/compare-models.js';
import { ReadModelRebuilding } from '../../../src/efficiency/read-model/facts.js';
import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { ModelFolder, OLDER, POINTER, until } from '../../support/model-folder.js';
import { appendAll, demoLog } from '../../support/read-side-log.js';

jest.setTimeout(120_000);

const QUESTION = 'SELECT count(*) AS receipts FROM receipts';

describe('a read model of this version', () => {
  const log = new InMemoryEventStore();
  let folder: ModelFolder;
  beforeAll(async () => appendAll(log, await demoLog({ seed: 51, requestsPerYear: 40 })));
  beforeEach(() => { folder = new ModelFolder(log); });
  afterEach(() => folder.remove());
  afterAll(() => log.close());

  it('answers nothing while it is built beside one of an older version, and then serves alone', async () => {
    const older = await folder.leftByOlder();
    const open = folder.store.shut();
    const service = await folder.started();
    expect(service.status()).toMatchObject({ rebuilding: true, position: null });
    await expect(service.query(QUESTION)).rejects.toThrow(ReadModelRebuilding);
    await expect(service.request('hall', 'any')).rejects.toThrow(ReadModelRebuilding);
    expect(folder.models()).toHaveLength(2);
    expect([folder.pointed(OLDER), folder.pointed()]).toEqual([{ file: older }, { file: expect.any(String), built: false }]);
    open();
    await service.caughtUp();
    expect(service.status()).toMatchObject({ rebuilding: false, position: await log.head() });
    expect((await service.query<{ receipts: bigint }>(QUESTION))[0]!.receipts).toBeGreaterThan(25n);
    expect([folder.models(), folder.pointed()]).toEqual([[expect.any(String)], { file: folder.models()[0], built: true }]);
    expect([readdirSync(folder.path).includes(OLDER), folder.store.subscriptions, folder.errors]).toEqual([false, 2, []]);
  });

  it('does not serve when an independent pass says otherwise, and tells both digests; a sound rebuild then takes its place', async () => {
    const older = await folder.leftByOlder();
    folder.store.twisted = 2;
    const service = await folder.started();
    await until(() => folder.errors.length > 0);
    const [disagreed] = folder.errors as readonly ModelsDisagree[];
    expect(disagreed).toBeInstanceOf(ModelsDisagree);
    expect(disagreed!.message).toContain(disagreed!.stated.digest);
    expect(disagreed!.message).toContain(disagreed!.independent.digest);
    expect(disagreed!.message).toContain('differ in');
    expect(service.status().rebuilding).toBe(true);
    expect(folder.models()).toContain(older);
    const { file } = await rebuild(log, folder.files, { memoryMb: 100, nowMs: () => 1_000 });
    await until(() => service.status().rebuilding === false && folder.models().length === 1);
    expect([folder.files.pointer(), folder.models()]).toEqual([{ file, built: true }, [basename(file)]]);
  });

  it('goes on with a build that was cut short, and compares it only where it replaces another', async () => {
    const open = folder.store.shut();
    const first = await folder.started();
    const begun = folder.pointed();
    await folder.stop(first);
    open();
    const second = await folder.serving();
    expect([folder.pointed(), folder.models()]).toEqual([{ ...(begun as object), built: true }, [folder.inUse()]]);
    expect([second.status().rebuilding, folder.store.subscriptions, folder.errors]).toEqual([false, 2, []]);
  });

  it.each([
    ['its pointer is half written', () => writeFileSync(join(folder.path, POINTER), '{"file": "read-mo')],
    ['its file is gone', () => rmSync(folder.files.pointer()!.file)],
    ['its file is damaged', () => writeFileSync(folder.files.pointer()!.file, 'no database')],
  ])('is built anew, and answers nothing meanwhile, when %s', async (_case, damage) => {
    await folder.stop(await folder.serving());
    damage();
    const open = folder.store.shut();
    const service = await folder.started();
    await expect(service.query(QUESTION)).rejects.toThrow(ReadModelRebuilding);
    open();
    await service.caughtUp();
    expect(await service.query(QUESTION)).toHaveLength(1);
    expect(folder.models()).toHaveLength(1);
  });
});
