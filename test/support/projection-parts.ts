/** What a projection is made of, for processes that jest does not run. */
export const PROJECTION = /^(kernel|working-time|projection-host|event-store|efficiency\/(projections|read-model)|[^/]+\/domain)\/.*(?<!module)\.ts$/;
