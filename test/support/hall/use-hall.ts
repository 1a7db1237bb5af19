import { type Hall, startHall } from './hall-server.js';

/** Loading and starting the whole service takes seconds on a busy machine. */
const START_MS_MAX = 120_000;

/** One hall for the describe block it is called in. */
export function useHall(env: Parameters<typeof startHall>[0] = {}): () => Hall {
  let hall: Hall | undefined;
  jest.setTimeout(START_MS_MAX);
  beforeAll(async () => {
    hall = await startHall(env);
  }, START_MS_MAX);
  afterAll(() => hall?.stop(), START_MS_MAX);
  return () => {
    if (hall === undefined) throw new Error('The hall has not been started.');
    return hall;
  };
}
