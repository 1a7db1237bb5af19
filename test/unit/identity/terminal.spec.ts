import { EVENTS_PER_TERMINAL_MAX, goodCredentials, GRACE_MS_MAX, terminal, type TerminalCommand, type TerminalContext, type TerminalState, TERMINALS_PER_HALL_MAX } from '../../../src/identity/domain/terminal.js';
import type { TerminalEvent } from '../../../src/identity/domain/terminal-events.js';
import { TERMINAL_REFUSAL_CODES, TERMINAL_REFUSALS, terminalRefusalText, type TerminalRefusalCode } from '../../../src/identity/domain/terminal-refusal.js';

const NOW_MS = Date.UTC(2026, 2, 2, 4);
const HOUR_MS = 3_600_000;
const at = (hours: number): string => new Date(NOW_MS + hours * HOUR_MS).toISOString();
const named = { hallId: 'east', terminalId: 'T-3' };
const digest = (letter: string): string => letter.repeat(64);

const registered = (hours = 0, letter = 'a'): TerminalEvent => ({ type: 'TerminalRegistered', data: { ...named, occurredAt: at(hours), departmentIds: ['intake', 'planning'], credentialDigest: digest(letter) } });
const rotated = (hours: number, letter: string, graceHours: number): TerminalEvent => ({ type: 'TerminalCredentialRotated', data: { ...named, occurredAt: at(hours), credentialDigest: digest(letter), previousUntil: at(hours + graceHours) } });
const moved = (hours: number, ...departmentIds: string[]): TerminalEvent => ({ type: 'TerminalMoved', data: { ...named, occurredAt: at(hours), departmentIds } });
const revoked = (hours: number): TerminalEvent => ({ type: 'TerminalRevoked', data: { ...named, occurredAt: at(hours) } });

const register = (...departmentIds: string[]): TerminalCommand => ({ type: 'RegisterTerminal', ...named, departmentIds, credentialDigest: digest('b') });
const rotate = (graceMs = 0): TerminalCommand => ({ type: 'RotateTerminalCredential', ...named, credentialDigest: digest('b'), graceMs });
const move = (...departmentIds: string[]): TerminalCommand => ({ type: 'MoveTerminal', ...named, departmentIds });
const revoke: TerminalCommand = { type: 'RevokeTerminal', ...named };

const KNOWN = ['intake', 'planning', 'licensing'];
const everywhere: TerminalContext = { nowMs: NOW_MS, coversHall: true, coversDepartment: () => true, hasDepartment: (id) => KNOWN.includes(id), terminalsInHall: 0 };
const fold = (events: readonly TerminalEvent[]): TerminalState => events.reduce(terminal.evolve, terminal.initialState);

function given(...events: readonly TerminalEvent[]) {
  return {
    when: (command: TerminalCommand, context: Partial<TerminalContext> = {}) => {
      const decision = terminal.decide(command, fold(events), { ...everywhere, ...context });
      return {
        then: (...expected: readonly TerminalEvent[]) => expect(decision).toStrictEqual({ outcome: 'accepted', events: expected }),
        thenRefused: (code: TerminalRefusalCode) => expect(decision).toMatchObject({ outcome: 'rejected', rejection: { code } }),
      };
    },
  };
}

describe('A terminal', () => {
  it('is registered with its departments in order, each once', () => given().when(register('planning', 'intake', 'planning'))
    .then({ type: 'TerminalRegistered', data: { ...named, occurredAt: at(0), departmentIds: ['intake', 'planning'], credentialDigest: digest('b') } }));
  it('is not registered twice: its credential is not shown again', () => given(registered()).when(register('intake')).thenRefused('TERMINAL_REGISTERED'));
  it('is registered again once it was revoked', () => given(registered(), revoked(1)).when(register('intake'))
    .then({ type: 'TerminalRegistered', data: { ...named, occurredAt: at(0), departmentIds: ['intake'], credentialDigest: digest('b') } }));
  it('gets another credential', () => given(registered(-2)).when(rotate(HOUR_MS)).then({ type: 'TerminalCredentialRotated', data: { ...named, occurredAt: at(0), credentialDigest: digest('b'), previousUntil: at(1) } }));
  it('goes to other departments', () => given(registered(-2)).when(move('licensing')).then(moved(0, 'licensing')));
  it('stays where it is without a word', () => given(registered(-2)).when(move('planning', 'intake')).then());
  it('is revoked', () => given(registered(-2)).when(revoke).then(revoked(0)));
  it('is revoked once', () => given(registered(-2), revoked(-1)).when(revoke).then());
  it('is not changed any more once it is revoked', () => {
    given(registered(-2), revoked(-1)).when(rotate()).thenRefused('TERMINAL_REVOKED');
    given(registered(-2), revoked(-1)).when(move('intake')).thenRefused('TERMINAL_REVOKED');
  });

  it.each([['rotated', rotate()], ['moved', move('intake')], ['revoked', revoke]] as const)('that is not there is not %s, nor one of another hall, nor one for a department that is not the asker’s', (_what, command) => {
    given().when(command).thenRefused('UNKNOWN_TERMINAL');
    given(registered()).when(command, { coversHall: false }).thenRefused('UNKNOWN_TERMINAL');
    given(registered()).when(command, { coversDepartment: (id) => id === 'intake' }).thenRefused('UNKNOWN_TERMINAL');
  });

  it('is given no department that is not the asker’s, or that nobody knows', () => {
    given().when(register('intake', 'licensing'), { coversDepartment: (id) => id === 'intake' }).thenRefused('NOT_IN_YOUR_SCOPE');
    given(registered()).when(register('intake'), { coversHall: false }).thenRefused('NOT_IN_YOUR_SCOPE');
    given(registered()).when(move('licensing'), { coversDepartment: (id) => id !== 'licensing' }).thenRefused('NOT_IN_YOUR_SCOPE');
    given().when(register('nowhere')).thenRefused('UNKNOWN_DEPARTMENT');
  });

  it('is one of so many of its hall at most, and changes so often at most', () => {
    given().when(register('intake'), { terminalsInHall: TERMINALS_PER_HALL_MAX - 1 }).then({ type: 'TerminalRegistered', data: { ...named, occurredAt: at(0), departmentIds: ['intake'], credentialDigest: digest('b') } });
    given().when(register('intake'), { terminalsInHall: TERMINALS_PER_HALL_MAX }).thenRefused('TOO_MANY_TERMINALS');
    const often = [registered(), ...Array.from({ length: EVENTS_PER_TERMINAL_MAX - 1 }, (_, index) => moved(0, index % 2 === 0 ? 'intake' : 'planning'))];
    given(...often).when(rotate()).thenRefused('TERMINAL_HISTORY_FULL');
    given(...often).when(revoke).then(revoked(0));
  });

  it('gets no grace time beyond a day', () => {
    expect(() => terminal.decide(rotate(GRACE_MS_MAX + 1), fold([registered()]), everywhere)).toThrow(RangeError);
    expect(() => terminal.decide(rotate(-1), fold([registered()]), everywhere)).toThrow(RangeError);
  });
});

describe('A terminal’s key', () => {
  const [one, two] = ['A', 'E'].map((end) => `MCowBQYDK2VwAyEA${'B'.repeat(42)}${end}=`) as [string, string];
  const signing = (event: TerminalEvent, publicKey: string) => ({ type: event.type, data: { ...event.data, publicKey } }) as TerminalEvent;
  const keys = (hours: number, ...events: readonly TerminalEvent[]) => goodCredentials(fold(events), NOW_MS + hours * HOUR_MS).map(({ digest: [letter], publicKey }) => [letter, publicKey]);

  it('is recorded where one is named, and stays with the next credential', () => {
    given().when({ ...register('intake'), publicKey: one } as TerminalCommand)
      .then(signing({ type: 'TerminalRegistered', data: { ...named, occurredAt: at(0), departmentIds: ['intake'], credentialDigest: digest('b') } }, one));
    given(signing(registered(-2), one)).when(rotate()).then(signing(rotated(0, 'b', 0), one));
    given(signing(registered(-2), one)).when({ ...rotate(), publicKey: two } as TerminalCommand).then(signing(rotated(0, 'b', 0), two));
    given(registered(-2)).when({ ...rotate(), publicKey: two } as TerminalCommand).then(signing(rotated(0, 'b', 0), two));
  });

  it('goes with its credential: in the grace time each is used with its own', () => {
    expect(keys(0, registered(-2), signing(rotated(-1, 'b', 8), one), signing(rotated(0, 'c', 8), two))).toEqual([['c', two], ['b', one], ['a', null]]);
    expect(keys(0, signing(registered(-2), one), moved(-1, 'licensing'))).toEqual([['a', one]]);
  });

  it('ends with the registration it came with', () => expect(keys(0, signing(registered(-3), one), revoked(-2), registered(-1, 'c'))).toEqual([['c', null]]));
  it('is none but an Ed25519 key', () => expect(() => terminal.decide({ ...rotate(), publicKey: 'key' } as TerminalCommand, fold([registered()]), everywhere)).toThrow(TypeError));
});

describe('The credentials that are good', () => {
  const good = (hours: number, ...events: readonly TerminalEvent[]) => goodCredentials(fold(events), NOW_MS + hours * HOUR_MS).map((one) => [one.digest[0], one.untilMs === null ? null : (one.untilMs - NOW_MS) / HOUR_MS]);

  it('are none of what is not there, and one of what was registered', () => {
    expect(good(0)).toEqual([]);
    expect(good(9, registered())).toEqual([['a', null]]);
  });
  it('are the new one alone without a grace time', () => expect(good(1, registered(), rotated(1, 'b', 0))).toEqual([['b', null]]));
  it('are both up to the end of the grace time, and the new one from then on', () => {
    const changed = [registered(), rotated(1, 'b', 2)];
    expect(good(2.999, ...changed)).toEqual([['b', null], ['a', 3]]);
    expect(good(3, ...changed)).toEqual([['b', null]]);
  });
  it('keep the one the terminal has when the answer with the next was lost', () => expect(good(1, registered(), rotated(0, 'b', 8), rotated(1, 'c', 8))).toEqual([['c', null], ['b', 9], ['a', 8]]));
  it('are the new one alone after a change without a grace time, whatever was promised before', () => expect(good(1, registered(), rotated(0, 'b', 8), rotated(1, 'c', 0))).toEqual([['c', null]]));
  it('are five at most', () => expect(good(0, registered(), ...['b', 'c', 'd', 'e', 'f', '0'].map((letter) => rotated(0, letter, 8))).map(([letter]) => letter)).toEqual(['0', 'f', 'e', 'd', 'c']));
  it('are none of a revoked terminal, grace times included', () => expect(good(1, registered(), rotated(0, 'b', 8), revoked(1))).toEqual([]));
  it('are the new one alone after a new registration', () => expect(good(3, registered(), rotated(0, 'b', 8), revoked(1), registered(2, 'c'))).toEqual([['c', null]]));
});

describe.each(TERMINAL_REFUSAL_CODES)('The sentence of %s', (code) => {
  it('says what to do in both languages, with every value', () => {
    const detail = { hallId: 'H', terminalId: 'T', departmentId: 'D', terminalsMax: '2000', eventsMax: '2000' };
    expect(terminalRefusalText({ code, detail }, 'en')).toMatch(/: \w.*\.$/);
    expect(terminalRefusalText({ code, detail }, 'zh')).toMatch(/：.*。$/);
    expect(terminalRefusalText({ code, detail }, 'en') + terminalRefusalText({ code, detail }, 'zh')).not.toContain('?');
    expect(TERMINAL_REFUSALS[code].zh.match(/\{\w+\}/g)?.sort()).toEqual(TERMINAL_REFUSALS[code].en.match(/\{\w+\}/g)?.sort());
  });
});
