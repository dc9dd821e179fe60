import path from 'node:path';

import { app, type Dialog } from 'electron';

import type { ChooseFile } from '../batches/choose-file.ts';
import type { ChooseTarget } from '../batches/choose-target.ts';

/** The system's own dialog, always beginning in the same place: it must not tell what the person before opened. */
export function chooseFileWith(dialog: Dialog): ChooseFile {
  return async () => {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title: '一括登録するCSVファイルを選択',
      buttonLabel: '選択',
      defaultPath: app.getPath('documents'),
      properties: ['openFile', 'dontAddToRecent'],
      filters: [
        { name: 'CSVファイル', extensions: ['csv', 'txt'] },
        { name: 'すべてのファイル', extensions: ['*'] },
      ],
    });
    return canceled ? undefined : filePaths[0];
  };
}

/** The system's own dialog, which asks before anything is written over. */
export function chooseTargetWith(dialog: Dialog): ChooseTarget {
  return async (suggestedName) => {
    const { canceled, filePath } = await dialog.showSaveDialog({
      title: '名前を付けて保存',
      buttonLabel: '保存',
      defaultPath: path.join(app.getPath('documents'), suggestedName),
      properties: ['showOverwriteConfirmation', 'dontAddToRecent'],
      filters: [typeOf(path.extname(suggestedName))],
    });
    return canceled || filePath === '' ? undefined : filePath;
  };
}

function typeOf(extension: string): { readonly name: string; readonly extensions: string[] } {
  const bare = extension.slice(1);
  return { name: `${bare.toUpperCase()}ファイル`, extensions: [bare] };
}
