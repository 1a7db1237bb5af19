import { setImmediate } from 'node:timers/promises';
import { KeyedQueue } from '../../../src/kernel/keyed-queue.js';

const overloaded = (): Error => new Error('too many');
const told = () => {
  const said: string[] = [];
  const say = (text: string) => async (): Promise<void> => {
    await setImmediate();
    said.push(text);
  };
  return { said, say };
};

describe('A keyed queue', () => {
  it('runs the tasks of one key in order, also after one that failed, and those of others meanwhile', async () => {
    const queue = new KeyedQueue(10, overloaded);
    const { said, say } = told();
    const failing = queue.run('a', async () => {
      await setImmediate();
      await setImmediate();
      said.push('a1');
      throw new Error('failed');
    });
    const rest = [queue.run('a', say('a2')), queue.run('b', say('b1'))];
    await expect(failing).rejects.toThrow('failed');
    await Promise.all(rest);
    expect(said).toEqual(['b1', 'a1', 'a2']);
  });

  it('keeps those waiting that come for a key that is held, until the release', async () => {
    const queue = new KeyedQueue(10, overloaded);
    const { said, say } = told();
    const hold = queue.hold();
    expect([hold.take('a'), hold.take('b')]).toEqual([true, true]);
    const waiting = [queue.run('a', say('a')), queue.run('c', say('c'))];
    await waiting[1];
    await setImmediate();
    expect(said).toEqual(['c']);
    hold.release();
    await Promise.all(waiting);
    expect(said).toEqual(['c', 'a']);
  });

  it('gives away no key that has a task under way or is held, and every key again afterwards', async () => {
    const queue = new KeyedQueue(10, overloaded);
    const running = queue.run('a', () => setImmediate(undefined));
    const hold = queue.hold();
    expect([hold.take('a'), hold.take('b'), hold.take('b'), queue.hold().take('b')]).toEqual([false, true, false, false]);
    await running;
    hold.release();
    hold.release();
    expect([queue.hold().take('a'), queue.hold().take('b')]).toEqual([true, true]);
  });

  it('lets no more wait than its limit, held keys included', async () => {
    const queue = new KeyedQueue(2, overloaded);
    const hold = queue.hold();
    expect([hold.take('a'), hold.take('b'), hold.take('c')]).toEqual([true, true, false]);
    await expect(queue.run('d', () => setImmediate(undefined))).rejects.toThrow('too many');
    hold.release();
    await queue.run('d', () => setImmediate(undefined));
  });
});
