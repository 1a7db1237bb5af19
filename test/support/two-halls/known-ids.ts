export type HallName = 'east' | 'west';

/** What is known of one hall by its ids. */
export interface KnownIds {
  readonly hallId: HallName;
  /** The department above the hall's own. */
  readonly tree: string;
  readonly departments: { readonly intake: string; readonly planning: string; readonly licensing: string };
  readonly officerId: string;
  readonly terminalId: string;
  readonly channel: string;
  readonly applicant: string;
  readonly requests: {
    /** Passed about, closed late, reopened, closed again, rated badly, ruled on. */
    readonly passed: string;
    /** Open since four weeks, red and yellow, reminded. */
    readonly open: string;
    /** Done at once by who took it first. */
    readonly done: string;
    readonly suspended: string;
    readonly voided: string;
    readonly parked: string;
  };
}

export const idsOf = (hallId: HallName): KnownIds => ({
  hallId, tree: hallId, departments: { intake: `${hallId}-intake`, planning: `${hallId}-planning`, licensing: `${hallId}-licensing` },
  officerId: `${hallId}-officer`, terminalId: `${hallId}-terminal`, channel: `${hallId}-channel`, applicant: `${hallId}-applicant`,
  requests: {
    passed: `${hallId}-passed`, open: `${hallId}-open`, done: `${hallId}-done`, suspended: `${hallId}-suspended`, voided: `${hallId}-voided`, parked: `${hallId}-parked`,
  },
});

/** Ids of nothing. */
export const ABSENT: Omit<KnownIds, 'hallId'> & { readonly hallId: string } = {
  hallId: 'void', tree: 'void', departments: { intake: 'void-intake', planning: 'void-planning', licensing: 'void-licensing' },
  officerId: 'void-officer', terminalId: 'void-terminal', channel: 'void-channel', applicant: 'void-applicant',
  requests: { passed: 'void-passed', open: 'void-open', done: 'void-done', suspended: 'void-suspended', voided: 'void-voided', parked: 'void-parked' },
};

/** The hall's own departments; calendar and item are those of every hall in tests. */
export function referenceOf({ tree, departments, officerId }: KnownIds): string {
  const department = (alias: string, id: string, parent: string | null): string =>
    `${alias}: registerDepartment(input: { departmentId: "${id}", name: "Department ${id}"${parent === null ? '' : `, parentId: "${parent}"`} }) { recorded refused { code message } }`;
  const own = Object.entries(departments).map(([alias, id]) => department(alias, id, tree));
  return `mutation { ${department('tree', tree, null)} ${own.join(' ')}
    officer: registerOfficer(input: { officerId: "${officerId}", name: "Officer ${officerId}" }) { recorded refused { code message } } }`;
}
