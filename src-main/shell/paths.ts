import path from 'node:path';

import { app } from 'electron';

import type { LaunchArguments } from './launch-arguments.ts';

/**
 * Where this installation keeps everything. On Windows the local, not the roaming profile: the cache must not travel to
 * a server with the user. SECURITY: H52.
 */
export function dataFolder(launch: LaunchArguments): string {
  if (launch.dataFolder !== undefined) return launch.dataFolder;
  const local = process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined;
  return path.join(local ?? app.getPath('appData'), 'VaccinationRecordWorkstation');
}
