import { openOnStub } from '../support/event-store/eventstoredb.js';
import { describeEventStoreContract } from './event-store.contract.js';

describeEventStoreContract('EventStoreDB adapter on the wire-level stub', () => openOnStub(), {
  idsUniqueInLog: false,
});
