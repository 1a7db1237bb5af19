/**
 * A service that never rests: seals a text under a new key and appends the event that needs it, in several streams at once.
 * node hall.child.mjs COMPILED DATA_DIR LANES. Prints `ack POSITION` after each answer.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const [compiled, dataDir, lanes] = process.argv.slice(2);
const { SqliteEventStore } = await import(join(compiled, 'event-store/sqlite/sqlite.event-store.js'));
const { sealChain } = await import(join(compiled, 'event-store/audit-hash.js'));
const { KeyFileVault } = await import(join(compiled, 'privacy/key-file.vault.js'));
const { VaultKeyring } = await import(join(compiled, 'privacy/vault-keyring.js'));
const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
const keyring = new VaultKeyring(new KeyFileVault(join(dataDir, 'keys.sqlite')));

async function grow(lane) {
  const stream = `serviceRequest-hall.${lane}-${randomUUID()}`;
  for (let revision = 0n, hash = null; ; revision += 1n) {
    const note = await keyring.seal(await keyring.keyIdFor(randomUUID()), `note ${revision}`);
    const facts = [{ id: randomUUID(), type: 'Happened', data: { note, padding: 'x'.repeat(500) }, metadata: { principal: 'terminal-7' } }];
    const events = sealChain(stream, revision, hash, facts);
    const { position } = await store.append(stream, revision === 0n ? 'no-stream' : revision - 1n, events);
    hash = events[0].metadata.hash;
    writeSync(1, `ack ${position}\n`);
  }
}

await Promise.all(Array.from({ length: Number(lanes) }, (_, lane) => grow(lane)));
