import type { KeyObject } from 'node:crypto';

import { digestOfSealed } from '../entry.ts';
import { ignoreFileError } from '../file-error.ts';
import { linesForward } from '../lines.ts';
import { archiveOf, type LogFile, type LogFolder, unfinishedName } from '../log-folder.ts';
import { unseal } from '../sealing.ts';
import { Verification } from '../verification.ts';
import { withFile } from './making.ts';

const SUBJECTS = '"subjects":[';

/** What was blacked out. */
export interface BlackedOut {
  readonly entries: number;
  readonly values: number;
}

/** Whose values, and how they are known. */
export interface Redaction {
  readonly addresseeNumber: string;
  readonly subjectKey: KeyObject;
  /** That may have signed an archive. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Writes a file of the log again beside itself, with the person's sealed values replaced by their digests; gives what was replaced, and
 * writes nothing where there was none. Whoever calls puts it in the place of the old one. Undefined where the new file would not
 * be proven: nothing is replaced then.
 */
export async function blackOut(
  files: LogFolder,
  name: string,
  redaction: Redaction,
): Promise<BlackedOut | undefined> {
  const found = await withFile(files, name, (file) => count(file, redaction));
  if (found.values === 0) return found;
  const written = await files.create(unfinishedName(name));
  try {
    await withFile(files, name, (file) => rewrite(file, written, redaction));
    await written.sync();
  } finally {
    await written.close().catch(ignoreFileError);
  }
  const isProven = await withFile(files, unfinishedName(name), (file) =>
    proves({ ...file, name }, redaction),
  );
  if (isProven) return found;
  await files.remove(unfinishedName(name));
  return undefined;
}

async function count(file: LogFile, redaction: Redaction): Promise<BlackedOut> {
  let entries = 0;
  let values = 0;
  for await (const lines of linesForward(file, 0, await file.size())) {
    for (const { bytes } of lines) {
      const found = valuesIn(bytes.toString('utf8'), redaction).length;
      values += found;
      if (found > 0) entries += 1;
    }
  }
  return { entries, values };
}

async function rewrite(from: LogFile, to: LogFile, redaction: Redaction): Promise<void> {
  let position = 0;
  for await (const lines of linesForward(from, 0, await from.size())) {
    const texts = lines.map(({ bytes }) => {
      const line = bytes.toString('utf8');
      return valuesIn(line, redaction).reduce(
        (text, value) => text.replace(`"${value}"`, () => `"${digestOfSealed(value)}"`),
        line,
      );
    });
    const bytes = Buffer.from(`${texts.join('\n')}\n`);
    await to.write(bytes, position);
    position += bytes.length;
  }
}

/** The person's sealed values in the line of an entry. */
function valuesIn(line: string, { subjectKey, addresseeNumber }: Redaction): readonly string[] {
  // Within a text, quotation marks have a backslash before them: this stands nowhere else.
  const at = line.lastIndexOf(SUBJECTS);
  const sequence = Number(/,"sequence":(\d{1,15}),$/.exec(line.slice(0, Math.max(0, at)).slice(-40))?.[1]);
  if (at === -1 || Number.isNaN(sequence)) return [];
  const values = line.slice(at + SUBJECTS.length, line.indexOf(']', at)).matchAll(/"([^"]+)"/g);
  return [...values].flatMap(([, value = '']) =>
    unseal(subjectKey, sequence, value) === addresseeNumber ? [value] : [],
  );
}

async function proves(file: LogFile, { keys }: Redaction): Promise<boolean> {
  const verification = new Verification();
  const isArchive = archiveOf(file.name) !== undefined;
  if (isArchive) await verification.readArchive(file, keys, () => undefined);
  else await verification.readSegment(file, 0, await file.size(), () => undefined);
  return verification.result().breaks.length === 0;
}
