/** A part of a sorted list: `first` rows behind the first `skip`. */
export interface ListPage {
  readonly first: number;
  readonly skip: number;
}
export type Direction = 'ASC' | 'DESC';

export const limitOf = ({ first, skip }: ListPage): string => `LIMIT ${first} OFFSET ${skip}`;
