/**
 * `dialog`: nobody sits in front of a test, so a dialog that the test has not answered throws. Tests answer by putting a
 * function in its place: `electronApp.evaluate(({ dialog }) => { dialog.showOpenDialog = async () => … })`.
 */
import type { Host } from '../host.ts';
import { dialogMembers } from '../manifest.ts';
import { facade, UnsupportedElectronApi } from '../strict.ts';

const unanswered = (name: string) => (): Promise<never> =>
  Promise.reject(new UnsupportedElectronApi(`dialog.${name} without a test's answer`));

export function createDialog(host: Host): Electron.Dialog {
  return facade<Electron.Dialog>(
    { name: 'dialog', members: dialogMembers },
    {
      showErrorBox: (title: string, content: string) => host.violate('showErrorBox', `${title}: ${content}`),
      showMessageBox: unanswered('showMessageBox'),
      showOpenDialog: unanswered('showOpenDialog'),
      showSaveDialog: unanswered('showSaveDialog'),
    },
  );
}
