import { type Got, Visitor } from './visitor.ts';

/** A browser that keeps every cookie of ours: the session's, and one that names the device. */
export class Device extends Visitor {
  readonly #jar = new Map<string, string>();

  override async send(...[method, path, init]: Parameters<Visitor['send']>): Promise<Got> {
    this.cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const got = await super.send(method, path, init);
    for (const header of got.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.some((one) => /max-age=0/i.test(one))) this.#jar.delete(name);
      else this.#jar.set(name, value);
    }
    return got;
  }

  has(name: string): boolean {
    return [...this.#jar.keys()].some((key) => key.includes(name));
  }
}
