import { selfAndAbove, selfAndBelow, treeColumns, withTreesSpelledOut } from '../../../../src/efficiency/read-model/figures/department-tree.js';

const TREE = new Map([['bureau', null], ['planning', 'bureau'], ['survey', 'planning'], ['water', 'bureau'], ['police', null]]);

describe('the tree of departments', () => {
  it('leads from each department to all above it', () => {
    expect(selfAndAbove(TREE, 'survey')).toEqual(['survey', 'planning', 'bureau']);
    expect(selfAndAbove(TREE, 'unregistered')).toEqual(['unregistered']);
  });

  it('gives what is below, the department itself among it', () => {
    expect(new Set(selfAndBelow(TREE, ['planning', 'police', 'unregistered']))).toEqual(new Set(['planning', 'survey', 'police', 'unregistered']));
  });

  it('ends where parents lead in a circle', () => {
    const circle = new Map([['a', 'b'], ['b', 'c'], ['c', 'a']]);
    expect(selfAndAbove(circle, 'a')).toEqual(['a', 'b', 'c']);
    expect(treeColumns(circle).tree_department).toHaveLength(9);
  });

  it('is spelled out in every branch of a filter', () => {
    const filter = { departmentTreeIds: ['police'], not: { or: [{ departmentTreeIds: ['planning'] }, { and: [{ departmentTreeIds: ['water'] }] }] } };
    expect(withTreesSpelledOut(filter, TREE)).toEqual({
      departmentTreeIds: ['police'], not: { or: [{ departmentTreeIds: ['planning', 'survey'] }, { and: [{ departmentTreeIds: ['water'] }] }] },
    });
  });
});
