import { hash } from 'node:crypto';

import type { LogArchive } from '../../../src-shared/contract/log-archives.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import type { LogFolder } from '../log-folder.ts';
import type { LogDraft } from '../operation-log.ts';
import type { CopyState } from './archive-copies.ts';
import { withFile } from './making.ts';
import { type Manifest, manifestIn } from './manifest.ts';

/** An archive as it lies there. */
export interface FoundArchive {
  readonly name: string;
  readonly manifest: Manifest;
  readonly line: string;
  readonly bytes: number;
  readonly hasEntries: boolean;
}

/** Oldest first. One whose manifest can't be read is left out: the verification tells of it. */
export async function foundArchives(files: LogFolder): Promise<readonly FoundArchive[]> {
  const found: FoundArchive[] = [];
  for (const name of await files.archives()) {
    const archive = await withFile(files, name, async (file) => {
      const read = await manifestIn(file);
      const bytes = await file.size();
      return read && { name, manifest: read.manifest, line: read.line, bytes, hasEntries: bytes > read.end };
    });
    if (archive !== undefined) found.push(archive);
  }
  return found;
}

/** As the screen shows it. `today`: the day in Japan. */
export function viewOf(
  { manifest, bytes, hasEntries }: FoundArchive,
  today: string,
  copy: CopyState,
): LogArchive {
  const { fiscalYear, first, sequence, entries, keepUntil, time } = manifest;
  return {
    fiscalYear,
    first,
    last: sequence,
    entries,
    keepUntil,
    sealedAt: IsoTimestamp.parse(time),
    bytes,
    state: !hasEntries ? 'destroyed' : today > keepUntil ? 'over' : 'kept',
    copy,
  };
}

/** What an entry says of an archive. */
export function detailOf(manifest: Manifest, line: string): LogDraft['detail'] {
  const { fiscalYear, first, sequence, entries } = manifest;
  return { fiscalYear, first, last: sequence, entries, manifest: hash('sha256', line, 'hex') };
}
