/** A request to a page that can't be answered as asked: 400, 403, 413, 415, 422 or 404. */
export class PageFault extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`page fault ${status}`);
    this.name = 'PageFault';
    this.status = status;
  }
}

/** A form whose token is no longer its visitor's: they signed in meanwhile, or the page is older than the session. */
export class StaleForm extends PageFault {
  /** With it the form may be offered again; only where the browser says that a page of ours sent it. */
  readonly token: string | undefined;
  constructor(token: string | undefined) {
    super(403);
    this.name = 'StaleForm';
    this.token = token;
  }
}
