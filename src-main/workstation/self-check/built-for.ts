/** Put in by the build (electron.vite.config.ts); not there where TypeScript runs as it is. */
declare const BUILT_FOR_ELECTRON: string | undefined;

/** The version of Electron that this build was made for; undefined from source. */
export const builtForElectron: string | undefined =
  typeof BUILT_FOR_ELECTRON === 'undefined' ? undefined : BUILT_FOR_ELECTRON;
