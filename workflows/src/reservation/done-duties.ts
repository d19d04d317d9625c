/** The keys of the duties that a run has done. They are asked for by what they are about: the words that a key begins with. */
export class DoneDuties extends Set<string> {
  isAnyAbout(about: string): boolean {
    return [...this].some((key) => isAbout(key, about));
  }

  /** Whether that was done has to be asked again. */
  forget(about: string): void {
    for (const key of this) if (isAbout(key, about)) this.delete(key);
  }
}

/** Each word whole: `slot 1` is not about `slot 10`. */
const isAbout = (key: string, about: string) => `${key} `.startsWith(`${about} `);
