/**
 * Erases an applicant and kills itself on the way: node killed-while-erasing.child.mjs COMPILED FOLDER REFERENCE POINT
 * POINT is where: before or behind the recording of the request or of the completion, within the key's destruction
 * or behind it. The points are made here, around the methods of the real classes: the product has none.
 */
import 'reflect-metadata';
import { join } from 'node:path';

const [compiled, folder, reference, point] = process.argv.slice(2);
const load = (path) => import(join(compiled, path));
const { SqliteEventStore } = await load('event-store/sqlite/sqlite.event-store.js');
const { KeyFileVault } = await load('privacy/key-file.vault.js');
const { VaultKeyring } = await load('privacy/vault-keyring.js');
const { Erasures } = await load('erasure/application/erasures.js');

const at = (name) => { if (name === point) process.kill(process.pid, 'SIGKILL'); };
const store = await SqliteEventStore.open(join(folder, 'events.sqlite'));
const append = store.append.bind(store);
store.append = async (stream, expected, events) => {
  at(`before ${events[0]?.type}`);
  const result = await append(stream, expected, events);
  at(`behind ${events[0]?.type}`);
  return result;
};
const vault = new KeyFileVault(join(folder, 'keys.sqlite'));
const erase = vault.erase.bind(vault);
vault.erase = async (keyId) => {
  const erased = erase(keyId);
  if (point === 'within the key') setImmediate(() => at(point));
  await erased;
  at('behind the key');
};
const result = await new Erasures(store, new VaultKeyring(vault), { nowMs: () => Date.UTC(2026, 2, 6, 12) }).erase({
  hallId: 'hall', applicant: { reference }, reason: 'APPLICANT_ASKED', principal: 'admin-1', correlationId: 'c-1',
});
process.stdout.write(`survived: ${result.status}\n`);
process.exit(0);
