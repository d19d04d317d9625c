import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type ImportOptions, importFile } from '../import/import-file.ts';
import { readMapping } from '../import/mapping.ts';
import { readImport } from '../import/report.ts';
import type { Run } from '../import/run.ts';
import { readRecord } from '../records/read-record.ts';
import { type CatalogInTest, catalogOfTests } from './catalog-in-test.ts';

/** Files brought into a catalogue, and what has become of their records. */
export class ImportInTest {
  readonly #catalog: CatalogInTest;
  readonly #folder = mkdtempSync(join(tmpdir(), 'import-'));
  readonly #mapping = readMapping();
  #files = 0;

  constructor(catalog: CatalogInTest) {
    this.#catalog = catalog;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  take(content: string | Buffer, options: Partial<ImportOptions> & { source: string }): Promise<Run> {
    const path = this.write(content);
    return importFile(this.#catalog.deps, { path, format: 'marc', mapping: this.#mapping, ...options });
  }

  /** A file of that content. */
  write(content: string | Buffer): string {
    this.#files += 1;
    const path = join(this.#folder, `file-${this.#files}`);
    writeFileSync(path, content);
    return path;
  }

  /** The record that has that number at its source. */
  async record(source: string, controlNumber: string) {
    const { record } = await this.#catalog.deps.db.importedRecord.findUniqueOrThrow({
      where: { source_controlNumber: { source, controlNumber } },
      include: { record: true },
    });
    const read = await readRecord(this.#catalog.deps, record.number);
    if (read === undefined) throw new Error(`${controlNumber} has no record`);
    return read;
  }

  /** The refusals of a run: which record, its number, why and the text. */
  async refused(runId: number) {
    const told = await readImport(this.#catalog.deps.pool, { runId, after: '0' });
    if (!told.ok) throw new Error(`There is no run ${runId}`);
    return told.value.lines.map(({ place, line, number, reason, what }) => ({
      ...{ place, line, number, reason, what },
    }));
  }
}

/** The catalog of a file of tests, and files that are brought into it. */
export function importsOfTests() {
  const catalog = catalogOfTests();
  const files = new ImportInTest(catalog);
  afterAll(() => files.close());
  return { catalog, files };
}
