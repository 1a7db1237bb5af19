/** Only the rows of one request, by hallId.requestId in the parameter $id. */
export const ofRequest = (id: string | null): string =>
  (id === null ? 'TRUE' : "request IN (SELECT request FROM live_receipts($p) WHERE hall || '.' || request_id = $id)");
