import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { ModelsDisagree } from '../../../src/efficiency/read-model/compare-models.js';
import { DigestExchange, NoDigestStated } from '../../../src/efficiency/read-model/digest-exchange.js';
import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { verify } from '../../../src/efficiency/read-model/verify.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { ModelFolder, OLDER } from '../../support/model-folder.js';
import { appendAll, demoLog } from '../../support/read-side-log.js';

jest.setTimeout(120_000);

const options = { memoryMb: 100, nowMs: () => 1_000, statedMsMax: 30_000 };

describe('the read model in use', () => {
  const log = new InMemoryEventStore();
  let folder: ModelFolder;
  beforeAll(async () => appendAll(log, await demoLog({ seed: 51, requestsPerYear: 40 })));
  beforeEach(() => { folder = new ModelFolder(log); });
  afterEach(() => folder.remove());
  afterAll(() => log.close());

  describe('that is rebuilt', () => {
    it('stays in use when the two passes disagree; both digests are told and the new files are gone', async () => {
      const service = await folder.serving();
      const [before, left, own] = [folder.pointed(), folder.models(), await service.digest()];
      folder.store.subscriptions = 0;
      folder.store.twisted = 1;
      const failure = await rebuild(folder.store, folder.files, options).catch((error: unknown) => error as ModelsDisagree);
      expect(failure).toBeInstanceOf(ModelsDisagree);
      const { stated, independent, message } = failure as ModelsDisagree;
      expect([independent.digest, stated.digest === own.digest]).toEqual([own.digest, false]);
      expect(message).toMatch(new RegExp(`${stated.digest} at position \\d+, an independent one ${independent.digest}; they differ in (events|reference_events)\\.`));
      expect([folder.pointed(), folder.models(), await service.digest()]).toEqual([before, left, own]);
    });

    it('leaves the files of an older version alone, which may be serving', async () => {
      const older = await folder.leftByOlder();
      const { file, stated } = await rebuild(folder.store, folder.files, options);
      expect(stated.position).toBe(await log.head());
      expect([...folder.models()].sort()).toEqual([older, basename(file)].sort());
      expect(folder.pointed(OLDER)).toEqual({ file: older });
      const service = await folder.serving();
      expect([service.status().rebuilding, folder.models()]).toEqual([false, [basename(file)]]);
    });

    it('is replaced, and its file removed, when no service has it open', async () => {
      await folder.stop(await folder.serving());
      const { file } = await rebuild(folder.store, folder.files, options);
      expect(folder.models()).toEqual([basename(file)]);
    });

    it('leaves nothing behind when it is interrupted', async () => {
      const service = await folder.serving();
      const [before, left] = [folder.pointed(), folder.models()];
      const interrupt = new AbortController();
      const onProgress = (step: string): void => { if (step === 'compare') interrupt.abort(new Error('enough')); };
      await expect(rebuild(folder.store, folder.files, { ...options, onProgress, signal: interrupt.signal })).rejects.toThrow('enough');
      expect([folder.pointed(), folder.models(), service.status().rebuilding]).toEqual([before, left, false]);
    });
  });

  describe('that is verified', () => {
    it('agrees with an independent one, whether a service has it open or not, and nothing is changed', async () => {
      const service = await folder.serving();
      const [before, left, own] = [folder.pointed(), folder.models(), await service.digest()];
      expect(await verify(folder.store, folder.files, options)).toEqual(own);
      expect([folder.pointed(), folder.models()]).toEqual([before, left]);
      await folder.stop(service);
      expect(await verify(folder.store, folder.files, options)).toEqual(own);
      expect([folder.pointed(), folder.models(), readdirSync(folder.path).filter((name) => name.startsWith('digest'))]).toEqual([before, left, []]);
    });

    it('is found out when one cell was altered, and stays as it is', async () => {
      await folder.stop(await folder.serving());
      await folder.alter('UPDATE closures SET lead_ms = lead_ms - 1 WHERE rowid = 3');
      const left = folder.models();
      await expect(verify(folder.store, folder.files, options)).rejects.toThrow(/they differ in closures\./);
      await folder.serving();
      await expect(verify(folder.store, folder.files, options)).rejects.toThrow(/they differ in closures\./);
      expect(folder.models()).toEqual(left);
    });

    it('is told from one that is not there, not finished, or not answered for', async () => {
      await expect(verify(folder.store, folder.files, options)).rejects.toThrow(NoDigestStated);
      const exchange = new DigestExchange(folder.path);
      await expect(exchange.ask(400)).rejects.toThrow(/did not answer/);
      folder.store.shut();
      await folder.started();
      await expect(verify(folder.store, folder.files, options)).rejects.toThrow(/no finished read model/);
      await expect(exchange.ask(30_000)).rejects.toThrow(/states no digest: ReadModelRebuilding/);
      expect(readdirSync(folder.path).filter((name) => name.startsWith('digest'))).toEqual([]);
    });

    it('states its digest to another process that asks through the folder', async () => {
      const service = await folder.serving();
      expect(await new DigestExchange(folder.path).ask(30_000)).toEqual(await service.digest());
    });
  });
});
