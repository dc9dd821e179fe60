import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** `lp` as the Chromium host finds it: it keeps what comes, waits while it is held, and can be out of order. */
export class Printer {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The folder to be put first in PATH. */
  async install(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const program = path.join(this.folder, 'lp');
    const script = `#!/bin/sh
cd '${this.folder}' || exit 1
if [ -e out-of-order ]; then echo 'lp: Error - no default destination available.' >&2; exit 1; fi
cat > "job-$$.pdf"
while [ -e held ]; do sleep 0.05; done
`;
    await writeFile(program, script);
    await chmod(program, 0o755);
    return this.folder;
  }

  hold(): Promise<void> {
    return writeFile(path.join(this.folder, 'held'), '');
  }

  goOn(): Promise<void> {
    return rm(path.join(this.folder, 'held'), { force: true });
  }

  breakDown(): Promise<void> {
    return writeFile(path.join(this.folder, 'out-of-order'), '');
  }

  /** The PDF of each job. */
  async printed(): Promise<readonly Buffer[]> {
    const jobs = (await readdir(this.folder)).filter((name) => name.endsWith('.pdf')).toSorted();
    return Promise.all(jobs.map((name) => readFile(path.join(this.folder, name))));
  }
}
