import { ImportError } from '../import-error.js';
import { IdColumn } from '../derivation/id-column.js';
import type { ImportMapping, TextColumn } from '../mapping/mapping.js';
import type { CaseBatches, SourceCase, SourceRow } from '../reading/source-case.js';

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
  const named = columnsNaming(mapping);
  const rowsOf = ({ head, rows }: SourceCase): readonly SourceRow[] => (mapping.shape === 'case-table' || rows.length === 0 ? [head] : rows);
  for await (const batch of batches) {
    if (signal?.aborted === true) break;
    for (const one of batch) for (const row of rowsOf(one)) note(row, named, names);
  }
  return names;
}

interface Naming {
  readonly kind: keyof Names;
  readonly column: IdColumn;
}

function note(row: SourceRow, named: readonly Naming[], names: { readonly [K in keyof Names]: Set<string> }): void {
  if (!row.wellFormed) return;
  for (const { kind, column } of named) {
    const id = column.idOf(row);
    if (id === null || id === undefined) continue;
    names[kind].add(id);
    if (names[kind].size > NAMES_MAX[kind]) {
      const message = `column "${column.name}" names more than ${NAMES_MAX[kind]} ${kind}; is it the right one?`;
      throw new ImportError('TOO_MANY_NAMES', message, row.line);
    }
  }
}

/** In an event log whoever is passed to need not act. */
function columnsNaming({ eventLog, holder, officer, serviceItem }: ImportMapping): readonly Naming[] {
  const naming = (kind: keyof Names, column: TextColumn): Naming => ({ kind, column: new IdColumn(column, true) });
  const parties = eventLog === null ? [] : ['fromDepartmentId', 'toDepartmentId'].map((name) => ({ ...holder, column: eventLog.columns.get(name) ?? name }));
  return [
    ...[holder, ...parties].map((column) => naming('departments', column)),
    ...(officer === null ? [] : [naming('officers', officer)]),
    naming('serviceItems', serviceItem),
  ];
}
