import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { LayoutShelf, type ShelvedLayout } from '../../src-main/batches/layout-shelf.ts';
import { type CheckFileOptions, UsageError } from './options.ts';

/**
 * As which layouts the file may be read: those of the product and of the terminal it is held against; or the one that was named, also as
 * a file of its own. Throws a UsageError that says what is wrong with that file.
 */
export function layoutsFor({ layout, against }: CheckFileOptions, scratch: string): readonly ShelvedLayout[] {
  const shelf = new LayoutShelf(
    layout?.endsWith('.json') === true ? shelfOf(layout, scratch) : ownFolder(against),
  );
  const [refused] = shelf.refused;
  if (layout === null) return shelf.all;
  if (layout.endsWith('.json')) {
    const own = shelf.all.find((each) => each.own);
    if (!own) throw new UsageError(refused?.sentence ?? `様式のファイルがありません：${layout}`);
    return [own];
  }
  const named = shelf.find(layout);
  if (!named) {
    const names = shelf.layouts.map(({ id }) => id).join('、');
    throw new UsageError(`--layout は、次のどれか、または様式のJSONファイルを指定してください：${names}`);
  }
  return [named];
}

const ownFolder = (against: string | null): string | undefined =>
  against === null ? undefined : path.join(against, 'layouts');

/** A folder with that one file in it, as the app would find it beside its profile. */
function shelfOf(file: string, scratch: string): string {
  const folder = path.join(scratch, 'layouts');
  mkdirSync(folder);
  if (existsSync(file)) copyFileSync(file, path.join(folder, 'layout.json'));
  return folder;
}
