import type { Facts, Row } from '../../efficiency/projections/facts.js';
import { type FigureRow, rowOf } from './figure-row.js';

/** The threshold of a hot potato where a question names none. */
export const HOT_POTATO_MS = 30 * 60_000;

export const isRawBuckPass = ({ isRefusal, planned }: Row<'transfers'>): boolean => isRefusal === true || planned !== true;
export function isBuckPass(transfer: Row<'transfers'>): boolean {
  if (transfer.ruling === 'BUCK_PASSING') return true;
  return transfer.ruling === 'JUSTIFIED' ? false : isRawBuckPass(transfer);
}
const isHotPotato = ({ planned, isRefusal, heldMs, progress }: Row<'transfers'>): boolean =>
  planned !== true && isRefusal !== true && heldMs! < HOT_POTATO_MS && progress === 0;

const SENT: readonly (readonly [string, (transfer: Row<'transfers'>) => boolean])[] = [
  ['TRANSFERS_OUT', () => true],
  ['PLANNED_TRANSFERS', ({ planned }) => planned === true],
  ['BUCK_PASSES', isBuckPass],
  ['BUCK_PASSES_BEFORE_RULINGS', isRawBuckPass],
  ['RETURNS', ({ isReturn }) => isReturn === true],
  ['PING_PONGS', ({ isPingPong }) => isPingPong === true],
  ['HOT_POTATOES', isHotPotato],
  ['REFUSALS', ({ isRefusal }) => isRefusal === true],
];
const GOT: readonly (readonly [string, (transfer: Row<'transfers'>) => boolean])[] = [
  ['TRANSFERS_IN', () => true],
  ['REVISITS', ({ isReturn }) => isReturn === true],
];

/** Charged to the sender, or credited to the department that got it. */
export const transferRows = ({ transfers }: Facts): readonly FigureRow[] => transfers.flatMap((transfer, key) => [
  ...SENT.filter(([, counts]) => counts(transfer)).map(([figure]) =>
    rowOf(figure, 'transfers', key, { department: transfer.fromDepartment, officer: transfer.officer }, [transfer.atMs])),
  ...GOT.filter(([, counts]) => counts(transfer)).map(([figure]) => rowOf(figure, 'transfers', key, { department: transfer.toDepartment }, [transfer.atMs])),
]);
