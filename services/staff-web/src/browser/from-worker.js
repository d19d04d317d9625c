// @ts-check
/** What the service worker has just made of the scan that brought this page here. */
export async function comingFrom() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((resolve) => port1.addEventListener('message', ({ data }) => resolve(data)));
  port1.start();
  worker.postMessage('what became of it', [port2]);
  return heard;
}
