import { EventStoreAddressRefused, eventStoreSettingOf, parseEventStoreDbAddress, parseEventStoreSetting } from '../../../src/event-store/event-store-address.js';
import { readConfig } from '../../../src/platform/config.js';

describe('The address of an event store', () => {
  it('is the file in the data folder where nothing else is said', () => {
    expect([eventStoreSettingOf({}), eventStoreSettingOf({ EVENT_STORE: ' ' }), parseEventStoreSetting('sqlite')]).toEqual(['sqlite', 'sqlite', 'sqlite']);
  });

  it('is taken apart, with TLS on unless it is switched off', () => {
    expect(parseEventStoreDbAddress('esdb://hall:secret@node1:2113,node2,[::1]:2115/?tlsCAFile=%2Fetc%2Fca.crt&nodePreference=readOnlyReplica&defaultDeadline=3000')).toEqual({
      kind: 'eventstoredb',
      hosts: [{ address: 'node1', port: 2113 }, { address: 'node2', port: 2113 }, { address: '[::1]', port: 2115 }],
      discover: false,
      tls: true,
      credentials: { username: 'hall', password: 'secret' },
      options: { tlsCAFile: '/etc/ca.crt', nodePreference: 'read_only_replica', defaultDeadline: 3000 },
    });
    expect(parseEventStoreDbAddress('esdb+discover://127.0.0.1:2113?TLS=false')).toMatchObject({ discover: true, tls: false, credentials: null });
  });

  it.each([
    ['with a ":" as it is', 'esdb://hall:a:b@host'],
    ['with a ":" percent-encoded', 'esdb://hall:a%3Ab@host'],
  ])('keeps a password %s', (_case, text) => {
    expect(parseEventStoreDbAddress(text).credentials).toEqual({ username: 'hall', password: 'a:b' });
  });

  it.each([
    ['another scheme', 'kurrentdb://hall:secret@host'],
    ['no host', 'esdb://hall:secret@'],
    ['a host with a port out of range', 'esdb://hall:secret@host:70000'],
    ['TLS without a user', 'esdb://host:2113'],
    ['a user without a password', 'esdb://secret@host'],
    ['an option the client does not know', 'esdb://hall:secret@host?secret=1'],
    ['an option that would be ignored', 'esdb://hall:secret@host?tlsVerifyCert=false'],
    ['an option against the adapter\u2019s rules', 'esdb://hall:secret@host?throwOnAppendFailure=false'],
    ['a number that is none', 'esdb://hall:secret@host?defaultDeadline=soon'],
    ['an unencoded "@" in the password', 'esdb://hall:sec@ret@host'],
    ['a "%" that encodes nothing', 'esdb://hall:secret%@host'],
  ])('is refused in both languages, and repeats nothing of it: %s', (_case, text) => {
    const refused = (): unknown => parseEventStoreSetting(text);
    expect(refused).toThrow(EventStoreAddressRefused);
    expect(refused).toThrow(/[\u4e00-\u9fff]/);
    expect(refused).not.toThrow(/secret|sec@ret/);
  });

  it('is a variable of the service, which is named when it is wrong, and not repeated', () => {
    expect(readConfig({ EVENT_STORE: 'esdb://hall:secret@host' }).eventStore).toMatchObject({ kind: 'eventstoredb', hosts: [{ address: 'host', port: 2113 }] });
    const wrong = (): unknown => readConfig({ EVENT_STORE: 'esdb://hall:secret@host?tls=maybe' });
    expect(wrong).toThrow(/^EVENT_STORE has a value for tls that is not one/);
    expect(wrong).not.toThrow(/secret/);
  });
});
