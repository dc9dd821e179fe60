import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Checkpoint, checkpointOf } from '../../../src-main/operation-log/checkpoints/checkpoint.ts';
import type { OperationLog, OperationLogOptions } from '../../../src-main/operation-log/operation-log.ts';
import { draft, type Terminal, valueOf } from './a-log.ts';

/** A terminal beside a share. */
export class Office {
  readonly terminal: Terminal;
  readonly share: string;

  private constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.share = join(terminal.folder, 'share');
  }

  static async make(terminal: Terminal): Promise<Office> {
    const office = new Office(terminal);
    await mkdir(office.share);
    return office;
  }

  get log(): string {
    return join(this.terminal.folder, 'log');
  }

  get copy(): string {
    return join(this.share, 'checkpoints-WS-01-a.jsonl');
  }

  open(changes: Partial<OperationLogOptions> = {}): Promise<OperationLog> {
    return this.terminal.open({ ...this.options(), ...changes });
  }

  options(): Pick<OperationLogOptions, 'folder' | 'checkpoints'> {
    const secondPlace = { folder: this.share, terminal: 'WS-01-a' };
    return {
      folder: this.log,
      checkpoints: { key: this.terminal.checkpointKey, keyIsKept: true, secondPlace },
    };
  }

  /** So many days with so many entries; the log is closed then. */
  async work(days: number, entries: number): Promise<void> {
    const log = await this.open();
    for (let day = 0; day < days; day += 1) {
      for (let n = 0; n < entries; n += 1) valueOf(await log.append(draft()));
      if (day < days - 1) this.terminal.now = new Date(this.terminal.now.getTime() + 86_400_000);
    }
    await log.close();
  }
}

export async function checkpointsIn(path: string): Promise<readonly Checkpoint[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return lines.flatMap((line) => checkpointOf(line) ?? []);
}

export async function numbersIn(path: string): Promise<readonly number[]> {
  return (await checkpointsIn(path)).map(({ sequence }) => sequence);
}
