import { GraphQLError } from 'graphql';
import { EventStoreUnavailable } from '../../event-store/errors.js';

/** Who looks is recorded before anything is shown: what cannot be recorded is not read. */
export async function orRefuse<T>(recording: Promise<T>): Promise<T> {
  try {
    return await recording;
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    throw new GraphQLError('The reading could not be recorded, so nothing is shown: ask the same again. 查阅未能登记，因此不予显示：请稍后重试。', {
      extensions: { code: 'UNAVAILABLE', status: 503 },
    });
  }
}
