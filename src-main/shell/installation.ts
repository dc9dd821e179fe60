import path from 'node:path';

import { app } from 'electron';

import { builtForElectron } from '../workstation/self-check/built-for.ts';
import type { Installation } from '../workstation/self-check/installation.ts';

/** What was installed, as the self-check looks at it. */
export function installation(): Installation {
  const { electron, chrome } = process.versions;
  return {
    places: app.isPackaged ? installedPlaces() : [],
    built: new URL('../', import.meta.url),
    electron,
    chromium: chrome,
    builtFor: builtForElectron,
  };
}

/** An AppImage is one file, whose inside is never writable. */
function installedPlaces(): readonly string[] {
  const appImage = process.env['APPIMAGE'];
  if (appImage !== undefined) return [appImage, path.dirname(appImage)];
  const program = app.getPath('exe');
  return [path.dirname(program), program, process.resourcesPath, app.getAppPath()];
}
