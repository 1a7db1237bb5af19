/** What a decider answers: facts to record (none when there is nothing new to say), or a named rejection. */
export type Decision<Event, Rejection> =
  | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection };

/** The rules of one aggregate as three plain values. Clock, ids and reference data arrive in `context`. */
export interface Decider<State, Command, Event, Rejection, Context> {
  readonly initialState: State;
  decide(command: Command, state: State, context: Context): Decision<Event, Rejection>;
  evolve(state: State, event: Event): State;
}

export const accept = <Event>(...events: Event[]): Decision<Event, never> => ({ outcome: 'accepted', events });
export const reject = <Rejection>(rejection: Rejection): Decision<never, Rejection> => ({ outcome: 'rejected', rejection });
