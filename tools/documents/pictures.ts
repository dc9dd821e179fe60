import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { buildIfNeeded } from '../prepare/build.ts';
import { Children } from '../prepare/children.ts';
import { needsSessionKeyring, runInSessionKeyring } from '../prepare/session-keyring.ts';

/** Writes the pictures of README. PICTURE_SIZE=1920x1080 and PICTURES=folder look at the screens in another size. */
async function takePictures(): Promise<number> {
  if (needsSessionKeyring()) return runInSessionKeyring(new Children(), path.join('test-results', 'session'));
  buildIfNeeded();
  const cli = path.join('node_modules', '@playwright', 'test', 'cli.js');
  const config = 'tests/e2e/pictures.config.ts';
  const { status } = spawnSync(process.execPath, [cli, 'test', '--config', config], { stdio: 'inherit' });
  return status ?? 1;
}

process.exitCode = await takePictures();
