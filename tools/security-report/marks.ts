import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the product and what packs it are written. Tests and the other tools hold no measure. */
const folders = ['src-main', 'src-renderer', 'src-shared', 'src-training', 'tools/package'];
const files = ['electron.vite.config.ts', 'oxlint.config.ts', 'electron-builder.yml', '.npmrc'];
const MARK = /SECURITY: ((?:[HP]\d+(?:, )?)+)/g;

/** Every file of the product, as a path from the root. */
export function productFiles(root: string): readonly string[] {
  const inside = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(folder, name),
    ),
  );
  return [...inside.filter((name) => /\.(?:tsx?|html)$/.test(name)), ...files];
}

/** Where a `SECURITY: Hnn` stands, as `file:line`, by the measure or property that it names. */
export function marksIn(root: string): ReadonlyMap<string, readonly string[]> {
  const marks = new Map<string, string[]>();
  for (const file of productFiles(root)) {
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      for (const [, ids = ''] of line.matchAll(MARK)) {
        for (const id of ids.split(', ').filter((each) => each !== '')) {
          marks.set(id, [...(marks.get(id) ?? []), `${file.replaceAll('\\', '/')}:${index + 1}`]);
        }
      }
    }
  }
  return marks;
}
