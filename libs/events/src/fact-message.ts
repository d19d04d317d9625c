/** CloudEvents in structured mode: envelope and data are one JSON value. */
export const FACT_CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

export function factMessage(key: string, value: string, traceparent?: string) {
  const told = traceparent === undefined ? {} : { traceparent };
  return { key, value, headers: { 'content-type': FACT_CONTENT_TYPE, ...told } };
}
