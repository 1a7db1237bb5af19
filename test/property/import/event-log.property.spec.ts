import fc from 'fast-check';
import { historiesCsv } from '../../../src/efficiency/read-model/exports/histories-csv.js';
import { historiesXes } from '../../../src/efficiency/read-model/exports/histories-xes.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { deriveEventLog } from '../../../src/import/derivation/derive-event-log.js';
import { parseMapping } from '../../../src/import/mapping/parse-mapping.js';
import { readCsv } from '../../../src/import/reading/read-csv.js';
import { readXes } from '../../../src/import/reading/read-xes.js';
import type { SourceCase } from '../../../src/import/reading/source-case.js';
import type { ServiceRequestCommand } from '../../../src/service-request/domain/commands.js';
import { SEALED_FIELDS, type ServiceRequestEvent } from '../../../src/service-request/domain/events.js';
import { serviceRequest } from '../../../src/service-request/domain/service-request.js';
import { exampleReference } from '../../support/builders-reference.js';
import { xesFaults } from '../../support/exports/xes-structure.js';
import { randomCommands, tell } from '../service-request/random-histories.js';

const { mapping } = parseMapping({ source: 'event-log', hall: 'hall', shape: 'event-log' });
const reading = mapping!.eventLog!;
const reference = exampleReference();
const NOW_MS = Date.UTC(2030, 0, 1);

/** Texts that bite: formulas, quotes, line breaks, markup, controls, other scripts. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
  fc.constantFrom('=1+1', "'=1", '-2', '"a",b', 'a\r\nb', '\tx', '<&>"', '规划 局', '[1]', '{}', ' led ', '+', "''@"),
);

/** What the rules recorded of random commands, with texts of any kind in it, as the log would give it. */
const histories: fc.Arbitrary<readonly RecordedEvent[]> = fc.tuple(randomCommands, fc.array(text, { minLength: 5, maxLength: 5 }), fc.dictionary(text, fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 3 }))
  .map(([commands, texts, dimensions]) => tell(commands).flatMap(({ recorded, command }, index) => (recorded === null ? [] : [{ recorded: embellished(recorded, texts, index, dimensions), claimed: command.data.occurredAt }]))
    .map(({ recorded, claimed }, revision): RecordedEvent => ({
      id: `00000000-0000-7000-8000-${String(revision).padStart(12, '0')}`, type: recorded.type, data: recorded.data as unknown as RecordedEvent['data'], stream: 's',
      revision: BigInt(revision), position: BigInt(revision) + 7n,
      metadata: { source: { source: '/t', id: `${revision}` }, recordedAt: recorded.data.occurredAt, ...(claimed !== recorded.data.occurredAt && { claimedOccurredAt: claimed }) },
    })));

function embellished(event: ServiceRequestEvent, texts: readonly string[], index: number, dimensions: Readonly<Record<string, number>>): ServiceRequestEvent {
  const one = texts[index % texts.length]!;
  if (event.type === 'ProgressRecorded') return { ...event, data: { ...event.data, step: one } };
  if (event.type === 'RequestSuspended') return { ...event, data: { ...event.data, legalBasis: one } };
  if (event.type === 'RequestRated') return { ...event, data: { ...event.data, dimensions } };
  return event;
}

async function collect(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}
async function* once<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value);
}
async function casesOf(csv: string): Promise<SourceCase[]> {
  const rows = [];
  for await (const batch of readCsv(once(csv), ',')) rows.push(...batch);
  return [{ head: rows[0]!, rows }];
}
async function tracesOf(xes: string): Promise<SourceCase[]> {
  const cases: SourceCase[] = [];
  for await (const batch of readXes(once(xes))) cases.push(...batch);
  return cases;
}

/** The rules asked again, command by command. */
function decidedAgain([found]: readonly SourceCase[]): readonly unknown[] {
  const read = deriveEventLog(found!, reading, { after: null, upTo: null, reference, overtaken: false }, 'import:event-log');
  expect(read?.problems.map(({ code, column }) => [code, column])).toEqual([]);
  let state = serviceRequest.initialState;
  return (read?.found?.steps ?? []).map(({ submitted }, revision) => {
    const decision = serviceRequest.decide(submitted.command as ServiceRequestCommand, state, { nowMs: NOW_MS, role: 'supervisor', reference });
    if (decision.outcome === 'rejected') return decision.rejection;
    const [{ event, claimedOccurredAt }] = decision.events as [(typeof decision.events)[number]];
    state = serviceRequest.evolve(state, event, revision);
    return { type: event.type, data: bare(event), source: submitted.source, id: submitted.id, claimed: claimedOccurredAt ?? null };
  });
}

function bare({ type, data }: Pick<ServiceRequestEvent, 'type'> & { readonly data: object }): object {
  return Object.fromEntries(Object.entries(data).filter(([name, value]) => name !== SEALED_FIELDS[type] && value !== undefined));
}

describe('a history that was exported', () => {
  it('is told again event for event by the rules, from the table and from the log, whatever texts are in it', async () => {
    await fc.assert(fc.asyncProperty(histories, async (events) => {
      const request = () => once({ hallId: 'hall-1', requestId: 'R-1', events });
      const told = events.map(({ type, data, metadata }) => ({
        type, data: bare({ type: type as ServiceRequestEvent['type'], data }), source: '/t', id: (metadata['source'] as { id: string }).id, claimed: metadata['claimedOccurredAt'] ?? null,
      }));
      expect(decidedAgain(await casesOf(await collect(historiesCsv(request()))))).toEqual(told);
      const xes = await collect(historiesXes(request()));
      expect(xesFaults(xes)).toEqual([]);
      // XML has no spelling for some controls: they go out as U+FFFD.
      const texts = events.flatMap(({ data }) => [data['step'], data['legalBasis'], JSON.stringify(data['dimensions'])]).join('');
      if (!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(texts)) expect(decidedAgain(await tracesOf(xes))).toEqual(told);
    }), { numRuns: 120 });
  });
});
