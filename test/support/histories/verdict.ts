import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { RecordCommands } from '../../../src/service-request/application/record-commands.js';
import { streamOfRequest } from '../../integration/write-side/examples.js';
import { eventsOf } from '../../integration/write-side/harness.js';
import { HallProcess, patiently } from './hall-process.js';
import { inMemorySubject } from './subjects.js';
import type { Acknowledged } from './writers.js';

const PAGE = 500;
export async function wholeLog(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await patiently(() => store.readAll(events.at(-1)?.position ?? null, PAGE));
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

/** `terminal-3#7.1`: who sent the command that became this event. */
export const senderOf = ({ metadata }: RecordedEvent): string => {
  const { source, id } = metadata['source'] as { source: string; id: string };
  return `${source}#${id}`;
};
export const ofRequests = (events: readonly RecordedEvent[]): RecordedEvent[] =>
  events.filter(({ stream }) => stream.startsWith('serviceRequest-'));

const place = ({ id, stream, revision, position }: RecordedEvent) => ({ id, stream, revision, position });

/** Acknowledged events that are not where the answer said they are. */
export function lost(events: readonly RecordedEvent[], acknowledged: readonly Acknowledged[]): unknown[] {
  const found = new Map(events.map((event) => [senderOf(event), event]));
  return acknowledged.flatMap(({ id, requestId, result }): unknown[] => {
    const event = found.get(id);
    if (result.status === 'refused') return event ? [{ refused: id, but: place(event) }] : [];
    const { eventId, revision, position } = result;
    const said = { id: eventId, stream: streamOfRequest(requestId), revision, position };
    const same =
      event && event.id === said.id && event.stream === said.stream && event.revision === revision && event.position === position;
    return same ? [] : [{ acknowledged: id, said, found: event ? place(event) : null }];
  });
}

export const repeated = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);

/**
 * Events of a terminal's call that stand in the log before one of its earlier calls. Within a call the order may differ:
 * what was refused is decided anew when the call is sent again, and may follow then what was recorded the first time.
 */
export function disordered(events: readonly RecordedEvent[], acknowledged: readonly Acknowledged[]): string[] {
  const at = new Map(events.map((event) => [senderOf(event), event.position]));
  const earlier = new Map<number, bigint>();
  const current = new Map<number, { readonly step: number; readonly latest: bigint }>();
  return acknowledged.flatMap(({ writer, step, id }) => {
    const position = at.get(id);
    if (position === undefined) return [];
    const call = current.get(writer);
    if (call && call.step !== step) earlier.set(writer, call.latest);
    const latest = call?.step === step && call.latest > position ? call.latest : position;
    current.set(writer, { step, latest });
    return position > (earlier.get(writer) ?? -1n) ? [] : [id];
  });
}

export async function broken(store: EventStore, streams: readonly string[]): Promise<string[]> {
  const links = await Promise.all(
    streams.map(async (stream) => {
      const events = await patiently(() => eventsOf(store, stream));
      const link = await verifyStream(events);
      return link === null ? [] : [`${stream} at ${link}`];
    }),
  );
  return links.flat();
}

/** Type and data per stream; sealed texts are encrypted anew each time, so only that they are there is told. */
export const told = (events: readonly RecordedEvent[]): string[] =>
  events
    .map(
      ({ stream, revision, type, data }) =>
        `${stream}@${revision} ${type} ${JSON.stringify(data, (key, value: unknown) => (key === 'note' ? 'sealed' : value))}`,
    )
    .sort();

/** What the in-memory log becomes of the same commands, told one after the other in the order of the log. */
export async function modelOf(events: readonly RecordedEvent[], acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const sent = new Map(acknowledged.map((one) => [one.id, one]));
  const process = new HallProcess(await inMemorySubject());
  await process.loadCatalogue();
  const { records } = await process.side;
  for (const event of events) {
    const one = sent.get(senderOf(event));
    if (!one) throw new Error(`Nobody sent ${senderOf(event)}`);
    const [source = '', id = ''] = one.id.split('#');
    await records.record(
      new RecordCommands('hall', one.requestId, [{ source, id, command: one.command }], { principal: source, role: 'terminal', scope: EVERYWHERE }, 'model'),
    );
  }
  const model = ofRequests(await wholeLog(await process.store));
  await process.stop();
  return told(model);
}
