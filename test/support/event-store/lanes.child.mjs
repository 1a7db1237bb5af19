/**
 * Grows numbered streams until it is killed or the store fails: node lanes.child.mjs MODULE FILE LANES PADDING
 * Prints `ack LANE COUNT` after each answer (COUNT: events of the lane now acknowledged), `failed NAME` at a failure.
 * A line on standard input makes every lane that has failed read its stream and go on.
 */
import { writeSync } from 'node:fs';
import { once } from 'node:events';

const [module, file, lanes, padding] = process.argv.slice(2);
const { SqliteEventStore } = await import(module);
const store = await SqliteEventStore.open(file);
const text = 'x'.repeat(Number(padding));

const eventOf = (lane, n) => ({
  id: `00000000-0000-4000-8000-${(lane * 2 ** 32 + n).toString(16).padStart(12, '0')}`,
  type: 'Counted',
  data: { n, text },
  metadata: {},
});

async function countOf(lane) {
  let count = 0;
  for await (const _event of store.readStream(`lane-${lane}`)) count += 1;
  return count;
}

async function grow(lane) {
  for (let count = await countOf(lane); ;) {
    const events = Array.from({ length: 1 + (count % 3) }, (_, index) => eventOf(lane, count + index));
    await store.append(`lane-${lane}`, count === 0 ? 'no-stream' : BigInt(count - 1), events);
    count += events.length;
    writeSync(1, `ack ${lane} ${count}\n`);
  }
}

async function growForEver(lane) {
  for (;;) {
    await grow(lane).catch((error) => writeSync(1, `failed ${error.name}\n`));
    await once(process.stdin, 'data');
  }
}

process.stdin.setMaxListeners(0);
writeSync(1, 'open\n');
await Promise.all(Array.from({ length: Number(lanes) }, (_, lane) => growForEver(lane)));
