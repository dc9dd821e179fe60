import os from 'node:os';

import { app } from 'electron';

import type { WorkstationStatus } from '../../src-shared/contract/workstation.ts';

/** What IT is asked for first when something does not work. */
export function versions(): WorkstationStatus['versions'] {
  const { electron, chrome, node } = process.versions;
  return {
    app: app.getVersion(),
    electron: electron ?? '',
    chromium: chrome ?? '',
    node,
    platform: `${os.type()} ${os.release()} ${process.arch}`,
  };
}
