import { EVERYWHERE, type AccessScope, type Role } from '../../../../src/kernel/actor.js';
import { departmentPath } from '../../../../src/reference-data/domain/department-path.js';
import { isUnbounded, refuseOutOfScope, refuseUnseen } from '../../../../src/service-request/domain/scope-rule.js';
import { completed, event, received, transferred } from '../../../support/builders.js';
import { fold } from '../../../support/given-when-then.js';

/** bureau > planning > plans, and licensing beside it. */
const PARENTS: Readonly<Record<string, string | null>> = { bureau: null, planning: 'bureau', plans: 'planning', licensing: null };
const pathOf = (departmentId: string): readonly string[] => departmentPath(departmentId, (id) => PARENTS[id]);
const scope = (halls: AccessScope['halls'], departmentTrees: AccessScope['departmentTrees'] = 'all'): AccessScope => ({ halls, departmentTrees });
const codeOf = (refusal: { readonly code: string; readonly retryable: boolean } | null) => refusal && [refusal.code, refusal.retryable];

describe('What a sender may send at all', () => {
  const answer = (of: AccessScope, hallId: string, departmentId: string) => codeOf(refuseOutOfScope({ hallId, departmentId }, { role: 'terminal', scope: of }, pathOf));

  it.each([
    ['everywhere', EVERYWHERE, 'east', 'planning', null],
    ['its hall, all departments', scope(['east']), 'east', 'licensing', null],
    ['another hall', scope(['east']), 'west', 'planning', 'NOT_IN_YOUR_SCOPE'],
    ['a hall whose name begins like its own', scope(['east']), 'east2', 'planning', 'NOT_IN_YOUR_SCOPE'],
    ['its department', scope(['east'], ['planning']), 'east', 'planning', null],
    ['a department below its own', scope(['east'], ['bureau']), 'east', 'plans', null],
    ['the department above its own', scope(['east'], ['planning']), 'east', 'bureau', 'NOT_IN_YOUR_SCOPE'],
    ['a department beside its own', scope(['east'], ['bureau']), 'east', 'licensing', 'NOT_IN_YOUR_SCOPE'],
    ['its department in another hall', scope(['east'], ['planning']), 'west', 'planning', 'NOT_IN_YOUR_SCOPE'],
    ['a department nobody registered', scope(['east'], ['bureau']), 'east', 'nowhere', 'NOT_IN_YOUR_SCOPE'],
    ['no hall', scope([]), 'east', 'planning', 'NOT_IN_YOUR_SCOPE'],
    ['no department', scope('all', []), 'east', 'planning', 'NOT_IN_YOUR_SCOPE'],
  ] as const)('of %s', (_where, of, hallId, departmentId, code) => {
    expect(answer(of, hallId, departmentId)).toEqual(code && [code, false]);
  });

  it.each([['its own', 'T-3', null], ['none', undefined, null], ['another', 'T-4', ['OTHER_TERMINAL', false]]] as const)(
    'names %s terminal, where it comes with a terminal’s credential', (_whose, terminalId, expected) => {
      const acting = { hallId: 'east', departmentId: 'planning', ...(terminalId !== undefined && { terminalId }) };
      expect(codeOf(refuseOutOfScope(acting, { role: 'terminal', scope: scope(['east']), terminalId: 'T-3' }, pathOf))).toEqual(expected);
    });

  it('names any terminal, where it comes with a token', () => {
    expect(refuseOutOfScope({ hallId: 'east', departmentId: 'planning', terminalId: 'T-4' }, { role: 'terminal', scope: EVERYWHERE }, pathOf)).toBeNull();
  });

  it.each([[EVERYWHERE, undefined, true], [EVERYWHERE, 'T-3', false], [scope(['east']), undefined, false], [scope('all', ['a']), undefined, false]] as const)(
    'needs no look where nothing bounds it: %j of terminal %s', (of, terminalId, expected) => {
      expect(isUnbounded({ role: 'terminal', scope: of, ...(terminalId !== undefined && { terminalId }) })).toBe(expected);
    });
});

describe('What a supervisor of some departments acts on', () => {
  const heldByPlansThenLicensing = fold([received({ departmentId: 'plans' }), transferred(10, 'plans', 'licensing')]);
  const states = {
    absent: fold([]),
    'held before': heldByPlansThenLicensing,
    completed: fold([received({ departmentId: 'licensing' }), completed(10, 'licensing')]),
    voided: fold([received({ departmentId: 'licensing' }), event('RequestVoided', 10, 'licensing', {})]),
  };
  const answer = (state: keyof typeof states, trees: AccessScope['departmentTrees'], role: Role = 'supervisor', type: 'VoidRequest' | 'ReceiveRequest' = 'VoidRequest') =>
    refuseUnseen(type, 'R1', states[state], { role, scope: scope(['hall'], trees) }, pathOf)?.code ?? null;

  it.each([
    ['held before', 'bureau', null], ['held before', 'licensing', null], ['held before', 'elsewhere', 'UNKNOWN_REQUEST'],
    ['completed', 'licensing', null], ['completed', 'bureau', 'UNKNOWN_REQUEST'],
    ['voided', 'licensing', null], ['voided', 'bureau', 'UNKNOWN_REQUEST'], ['absent', 'bureau', null],
  ] as const)('%s, for those of %s', (state, tree, code) => {
    expect(answer(state, [tree])).toBe(code);
  });

  it('is refused as what was never received: the same words, retryable alike', () => {
    expect(refuseUnseen('VoidRequest', 'R1', states.completed, { role: 'supervisor', scope: scope(['hall'], ['bureau']) }, pathOf))
      .toEqual({ code: 'UNKNOWN_REQUEST', retryable: true, detail: { requestId: 'R1' } });
  });

  it('is no question for all departments, for a counter, and for a receipt', () => {
    expect([answer('completed', 'all'), answer('completed', ['bureau'], 'terminal'), answer('completed', ['bureau'], 'supervisor', 'ReceiveRequest')]).toEqual([null, null, null]);
  });

  it('is the same question for an administrator', () => {
    expect(answer('completed', ['bureau'], 'administrator')).toBe('UNKNOWN_REQUEST');
  });
});

it('A path ends, also where departments lead back to each other', () => {
  const path = departmentPath('a', (id) => (id === 'a' ? 'b' : 'a'));
  expect(path.slice(0, 3)).toEqual(['a', 'b', 'a']);
  expect(path.length).toBeLessThan(60);
});
