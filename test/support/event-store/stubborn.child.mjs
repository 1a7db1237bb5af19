/**
 * Grows one stream event by event and sends each again, with the same id, until it is answered:
 * node stubborn.child.mjs MODULE FILE COUNT. Prints `ack COUNT` after each answer, `failed NAME` at each failure.
 */
import { writeSync } from 'node:fs';

const [module, file, total] = process.argv.slice(2);
const { SqliteEventStore } = await import(module);
const store = await SqliteEventStore.open(file);

async function appendAtLast(n) {
  const id = `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
  const event = { id, type: 'Counted', data: { n }, metadata: {} };
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    try {
      return await store.append('lane-0', n === 0 ? 'no-stream' : BigInt(n - 1), [event]);
    } catch (error) {
      writeSync(1, `failed ${error.name}\n`);
    }
  }
  throw new Error(`Event ${n} was never answered`);
}

let next = 0;
for await (const _event of store.readStream('lane-0')) next += 1;
for (; next < Number(total); next += 1) {
  await appendAtLast(next);
  writeSync(1, `ack ${next + 1}\n`);
}
await store.close();
