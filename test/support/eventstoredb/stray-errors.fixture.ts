import { forbidStrayErrors } from './no-stray-errors.js';

/** Run in a child by the suite that proves the listener: everything but the first test must fail. */
forbidStrayErrors();

describe('what passes by itself', () => {
  it('and leaves nothing behind', async () => {
    await Promise.reject(new Error('caught')).catch(() => undefined);
  });
  it('but rejects where nobody waits', () => {
    void Promise.reject(new Error('a stray rejection'));
  });
  it('but throws out of a timer', async () => {
    setTimeout(() => {
      throw new Error('a stray exception');
    }, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
});
