import { ImportError } from '../import-error.js';
import { RowReader } from '../derivation/read-values.js';
import type { ImportMapping, TextColumn } from '../mapping/mapping.js';
import type { CaseBatches, SourceRow } from '../reading/source-case.js';

export interface Names {
  readonly departments: ReadonlySet<string>;
  readonly officers: ReadonlySet<string>;
  readonly serviceItems: ReadonlySet<string>;
}

/** More than this is a sign of a wrong column, say the case's number as its department. */
export const NAMES_MAX = { departments: 10_000, officers: 100_000, serviceItems: 10_000 } as const;

/** The departments, officers and service items a file names; those so far once `signal` aborts. @throws ImportError TOO_MANY_NAMES */
export async function collectNames(batches: CaseBatches, mapping: ImportMapping, signal?: AbortSignal): Promise<Names> {
  const names = { departments: new Set<string>(), officers: new Set<string>(), serviceItems: new Set<string>() };
  const note = (kind: keyof Names, column: TextColumn | null, row: SourceRow): void => {
    if (column === null) return;
    const reader = new RowReader(row);
    const id = reader.optionalId(column);
    if (id === null || reader.problem !== null) return;
    names[kind].add(id);
    if (names[kind].size > NAMES_MAX[kind]) {
      throw new ImportError(
        'TOO_MANY_NAMES',
        `column "${column.column}" names more than ${NAMES_MAX[kind]} ${kind}; is it the right one?`,
        row.line,
      );
    }
  };
  const named = departmentsNamed(mapping);
  for await (const batch of batches) {
    if (signal?.aborted === true) break;
    for (const { rows, head } of batch) {
      for (const row of mapping.shape === 'case-table' || rows.length === 0 ? [head] : rows) {
        named.forEach((column) => note('departments', column, row));
        note('officers', mapping.officer, row);
        note('serviceItems', mapping.serviceItem, row);
      }
    }
  }
  return names;
}

/** In an event log whoever is passed to need not act. */
const departmentsNamed = ({ eventLog, holder }: ImportMapping): readonly TextColumn[] =>
  [holder, ...(eventLog === null ? [] : ['fromDepartmentId', 'toDepartmentId'].map((name) => ({ ...holder, column: eventLog.columns.get(name) ?? name })))];
