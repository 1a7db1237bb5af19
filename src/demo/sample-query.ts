/** A first question, printed with its answer when the service starts; it is in the README too. */
export const SAMPLE_QUERY = `{
  departmentEfficiency {
    at
    total { received closures buckPasses pingPongs processingTime { p50 { text } p90 { text } } timeliness { byClosure { onTimeShare } } }
    departments { departmentId received closures buckPasses pingPongs holdingTime { p50 { text } } backlog { open } }
  }
}`;
