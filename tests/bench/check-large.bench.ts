import { writeSync } from 'node:fs';
import { join } from 'node:path';

import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { check } from './check-as-shipped.ts';
import { defineBench } from './harness.ts';

interface Input {
  readonly rows: number;
  readonly records: string;
  readonly subjects: string;
}

/** As a city of 3.7 million has them; each by itself, without a local copy. */
export const bench = defineBench<Input>({
  name: 'check-large',
  about:
    'What time and memory of a check grow by with its file, up to the largest city: 接種記録 and 接種対象者.',
  unit: 'rows',
  sizes: [1_000_000, 3_700_000],
  rounds: 3,
  prepare: async (rows, folder) => {
    buildIfNeeded();
    // What makes the files is no memory of the checks.
    const { writeBatchFile } = await import('../../src-training/batch-files/make-batch-file.ts');
    const { make } = await import('./check-inputs.ts');
    const fileOf = (kind: 'records' | 'subjects'): string => {
      const path = join(folder, `${kind}-${rows}.csv`);
      make(path, (file) => {
        const wanted = { rows, encoding: 'cp932', seed: 'bench', people: rows, kind } as const;
        writeBatchFile(
          wanted,
          (piece) => writeSync(file, piece),
          () => undefined,
        );
      });
      return path;
    };
    return { rows, records: fileOf('records'), subjects: fileOf('subjects') };
  },
  baseline: '接種記録',
  contenders: {
    接種記録: ({ records, rows }, watch) => check({ path: records, rows, kind: 'records' }, watch),
    接種対象者: ({ subjects, rows }, watch) => check({ path: subjects, rows, kind: 'subjects' }, watch),
  },
});
