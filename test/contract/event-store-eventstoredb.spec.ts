import { openOnServer, openOnStub } from '../support/event-store/eventstoredb.js';
import { describeEventStoreContract } from './event-store.contract.js';

const REAL = 'EventStoreDB server at EVENTSTORE_URL';
const url = process.env['EVENTSTORE_URL']?.trim();

describeEventStoreContract('EventStoreDB adapter on the wire-level stub', () => openOnStub({ foreign: true }), {
  idsUniqueInLog: false,
  shared: true,
  openAt: (firstPosition) => openOnStub({ firstPosition }),
});

if (url) describeEventStoreContract(REAL, () => openOnServer(url), { idsUniqueInLog: false, shared: true });
else process.stderr.write(`Left out, no server is given (set EVENTSTORE_URL to one started with --insecure --mem-db): EventStore contract: ${REAL}\n`);
