import type { Facts, Row } from './facts.js';
import type { Rating, RequestHistory } from './history.js';

type Closures = Facts['closures'];

/** Credited to whom the closure is: the department that closed, and the officer of that closure. */
export const ratingsOf = (history: RequestHistory, closures: Closures): Facts['ratings'] =>
  history.ratings.map((rating) => ({ ...creditedOf(rating, closures), ratedAtMs: rating.atMs, revision: rating.revision, score: rating.score }));

export const ratingDimensionsOf = (history: RequestHistory, closures: Closures): Facts['ratingDimensions'] =>
  history.ratings.flatMap((rating) => Object.entries(rating.dimensions).map(([dimension, score]) => ({ ...creditedOf(rating, closures), dimension, score })));

function creditedOf({ closure }: Rating, closures: Closures): Pick<Row<'ratings'>, 'department' | 'officer' | 'atMs' | 'closure'> {
  const { department, officer, atMs } = closures[closure]!;
  return { department, officer, atMs, closure };
}
