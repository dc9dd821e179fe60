import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Arch, type AfterPackContext } from 'electron-builder';

import { appIds } from './build-kind.ts';
import { burnFuses, type FlipFuses, recordFuses, wantedFuses } from './fuses.ts';
import { licenceTexts } from './licences.ts';
import { checkNativeModules } from './native-modules.ts';
import { partsList } from './parts-list.ts';
import { listArchive, readLock, shippedPackages } from './shipped-packages.ts';

/** Makes the step between packing the files and signing them. Whatever it finds wrong ends the packing. */
export function makeAfterPack(flip?: FlipFuses): (context: AfterPackContext) => Promise<void> {
  return async ({ appOutDir, outDir, electronPlatformName, arch, packager }) => {
    const target = `${electronPlatformName}-${Arch[arch]}`;
    const kind = process.env['APP_E2E_BUILD'] === '1' ? 'e2e' : 'release';
    if (packager.appInfo.id !== appIds[kind]) {
      throw new Error(`A ${kind} build has the id ${appIds[kind]}; this one has ${packager.appInfo.id}`);
    }
    const ending = electronPlatformName === 'win32' ? '.exe' : '';
    const binary = path.join(appOutDir, `${packager.appInfo.productFilename}${ending}`);
    await recordFuses(
      path.join(outDir, 'fuses.json'),
      target,
      await burnFuses(binary, wantedFuses(kind), flip),
    );

    const archive = path.join(packager.getResourcesDir(appOutDir), 'app.asar');
    checkNativeModules(target, listArchive(archive));

    const lock = readLock(packager.projectDir);
    const packages = shippedPackages(packager.projectDir, archive, lock);
    const parts = JSON.stringify(partsList(lock, packages, target, new Date()), null, 2);
    await writeFile(path.join(outDir, `sbom-${target}.cdx.json`), `${parts}\n`);
    // Beside Electron's own two files, where somebody looks for it.
    await writeFile(
      path.join(appOutDir, 'LICENSES.packages.txt'),
      licenceTexts(packager.projectDir, packages),
    );
  };
}

export const afterPack = makeAfterPack();
