import { Erasures } from '../../../src/erasure/application/erasures.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { Keyring, type SealedText } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { ANNA, anna, BEN } from '../../support/erasure/world.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { call, hallCatalogue, receive } from '../write-side/examples.js';
import { eventsOf, SetClock, WriteSide } from '../write-side/harness.js';
import { openHall } from './support.js';

/** Far less than keys are remembered, far more than an event takes to be told. */
const HEARD_WITHIN_MS = 20_000;

describe('An import beside a service', () => {
  const folder = temporaryFolder();

  it('goes on sealing under a new key, and not for a minute with the one that the service has destroyed', async () => {
    const hall = await openHall(folder);
    const sealing = hall.app.get(Keyring, { strict: false });
    const service = { store: await SqliteEventStore.open(`${folder}/events.sqlite`), keyring: new VaultKeyring(new KeyFileVault(`${folder}/keys.sqlite`)) };
    const side = new WriteSide(service);
    await side.load(hallCatalogue);
    await side.records.record(call('R-1', [['1', receive('R-1', ANNA)]]));
    const [keyId, bens] = [await sealing.keyIdFor(`applicant:hall:${ANNA}`), await sealing.keyIdFor(`applicant:hall:${BEN}`)];
    expect(keyId).toBe(((await eventsOf(service.store, 'serviceRequest-hall.R-1'))[0]?.data['applicant'] as SealedText).keyId);
    expect(await sealing.seal(keyId, 'a text')).not.toBeNull();
    expect(await new Erasures(service.store, service.keyring, new SetClock()).erase(anna)).toMatchObject({ status: 'erased' });
    while ((await sealing.seal(keyId, 'a text')) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    const next = await sealing.keyIdFor(`applicant:hall:${ANNA}`);
    expect([next === keyId, await service.keyring.open((await sealing.seal(next, 'came back'))!)]).toEqual([false, 'came back']);
    expect(await sealing.keyIdFor(`applicant:hall:${BEN}`)).toBe(bens);
    await hall.app.close();
    await service.store.close();
    await service.keyring.close();
  }, HEARD_WITHIN_MS);
});
