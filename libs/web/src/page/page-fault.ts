/** A request to a page that can't be answered as asked: 400, 403, 413, 415, 422 or 404. */
export class PageFault extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`page fault ${status}`);
    this.name = 'PageFault';
    this.status = status;
  }
}
