/**
 * Calls back when the process that started this one is gone. A kill -9 of npm or of a test runner tells
 * nobody; the only trace is that our parent has become another.
 */
export function watchParent(gone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}
