import { parentPort, workerData } from 'node:worker_threads';

/** Answers a number with its double; 'exit', 'throw' and 'silence' are what they say. `null` ends it, as in the real ones. */
if (workerData === 'refuse') throw Object.assign(new Error('not ours'), { code: 'LOG_FILE_REFUSED' });
if (workerData === 'fail') throw new Error('no such disk');
parentPort.postMessage([[0, 'open']]);
parentPort.on('message', (message) => {
  if (message === null) {
    parentPort.close();
    return;
  }
  for (const [number, request] of message) {
    if (request === 'exit') process.exit(7);
    if (request === 'throw') throw new Error('the disk is on fire');
    if (request !== 'silence') parentPort.postMessage([[number, request * 2]]);
  }
});
