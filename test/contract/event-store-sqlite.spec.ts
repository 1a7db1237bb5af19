import { openSqlite, openSqliteAt } from '../support/event-store/sqlite.js';
import { temporaryFolder } from '../support/event-store/temporary-folder.js';
import { describeEventStoreContract } from './event-store.contract.js';

const folder = temporaryFolder();
describeEventStoreContract('SQLite', () => openSqlite(folder), { openAt: (first) => openSqliteAt(folder, first) });
