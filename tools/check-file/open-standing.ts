import { existsSync } from 'node:fs';
import path from 'node:path';

import { PROFILE_FILE } from '../../src-main/workstation/profile.ts';
import { NoStanding, type Standing } from './standing.ts';
import { openTerminal } from './terminal-standing.ts';
import { openTraining, TRAINING_FILE } from './training-standing.ts';

/** Opens a terminal's data folder, or that of a training VRS, to read. Nothing in it is changed. Throws NoStanding. */
export async function openStanding(folder: string): Promise<Standing> {
  if (!existsSync(folder)) throw new NoStanding(`フォルダーがありません：${folder}`);
  if (existsSync(path.join(folder, TRAINING_FILE))) return openTraining(folder);
  if (existsSync(path.join(folder, PROFILE_FILE))) return openTerminal(folder);
  throw new NoStanding(
    `${folder} は、端末のデータフォルダー（${PROFILE_FILE} があるところ）でも、研修用VRSのフォルダーでもありません。`,
  );
}
