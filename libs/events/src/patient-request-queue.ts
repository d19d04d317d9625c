import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const { prototype } = RequestQueue;
const look = prototype.scheduleCheckPendingRequests;

/**
 * kafkajs 2.2.4 looks after the requests that wait on a connection once a millisecond for ever, also when none waits: a
 * fortieth of a processor in every idle process. Whatever comes to wait later asks for its own look.
 */
prototype.scheduleCheckPendingRequests = function lookOnlyAfterSomething() {
  if (this.pending.length > 0) look.call(this);
};
