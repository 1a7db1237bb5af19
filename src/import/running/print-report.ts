import type { ImportMapping } from '../mapping/mapping.js';
import type { ImportReport } from './import-report.js';

const MIB = 1024 * 1024;

/** The profile of an import, for people. */
export function reportText(report: ImportReport, mapping: ImportMapping): string {
  return [
    ...headLines(report),
    ...eventLines(report),
    ...refusalLines(report),
    ...rawLines(report, mapping),
    ...costLines(report),
    '',
  ].join('\n');
}

const line = (label: string, value: number | string, indent = 2): string =>
  `${' '.repeat(indent)}${label.padEnd(42 - indent)} ${String(value).padStart(12)}`;

function headLines(report: ImportReport): string[] {
  const unreadable = Object.entries(report.unreadableRows);
  return [
    `${report.file}: ${report.shape} of ${report.source}, hall ${report.hall}${report.stopped ? ' (STOPPED before the end; run it again to continue)' : ''}`,
    line('cases', report.cases),
    line('rows', report.rows),
    line('rows without change', report.unchangedRows),
    ...(unreadable.length > 0
      ? [
          line(
            'unreadable rows',
            unreadable.reduce((sum, [, count]) => sum + count, 0),
          ),
        ]
      : []),
    ...unreadable.map(([code, count]) => line(code, count, 4)),
    line('reference data registered', report.referenceData.recorded),
  ];
}

function eventLines({ events, total }: ImportReport): string[] {
  const row = (label: string, counts: { recorded: number; alreadyRecorded: number; refused: number }): string =>
    `  ${label.padEnd(22)} ${String(counts.recorded).padStart(10)} ${String(counts.alreadyRecorded).padStart(10)} ${String(counts.refused).padStart(10)}`;
  const head = `  ${'events'.padEnd(22)} ${'recorded'.padStart(10)} ${'already'.padStart(10)} ${'refused'.padStart(10)}`;
  return ['', head, ...Object.entries(events).map(([type, counts]) => row(type, counts)), row('total', total)];
}

function refusalLines({ refusals }: ImportReport): string[] {
  if (refusals.length === 0) return [];
  return ['', '  refused', ...refusals.map(({ what, code, count }) => line(what.includes(code) ? what : `${what} (${code})`, count, 4))];
}

function rawLines({ rawRows, shape }: ImportReport, mapping: ImportMapping): string[] {
  if (shape === 'event-log') return [];
  const dates =
    mapping.closed === null
      ? []
      : [
          line('closed on time', rawRows.closedOnTime, 4),
          line('closed late', rawRows.closedLate, 4),
          line('closed without due date', rawRows.closedWithoutDue, 4),
          line('without end', rawRows.withoutEnd, 4),
        ];
  const handovers =
    shape === 'case-table'
      ? []
      : [
          line('handovers', rawRows.handovers, 4),
          line('cases with a handover', rawRows.casesWithHandover, 4),
          line('most handovers in one case', rawRows.maxHandoversInOneCase, 4),
          line('ping-pongs', rawRows.pingPongs, 4),
          line('cases with a ping-pong', rawRows.casesWithPingPong, 4),
        ];
  return ['', '  raw rows, before any rule', ...handovers, ...dates];
}

function costLines(report: ImportReport): string[] {
  return [
    '',
    line('seconds', (report.elapsedMs / 1000).toFixed(1)),
    line('events per second', report.eventsPerSecond),
    line('peak memory, MiB', Math.ceil(report.peakMemoryBytes / MIB)),
  ];
}
