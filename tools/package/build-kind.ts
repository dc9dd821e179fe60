import type { Configuration } from 'electron-builder';

/** A test build has a name and an id of its own: nobody can take it for a release. */
export const appIds = {
  release: 'jp.example.vaccination-record-workstation',
  e2e: 'jp.example.vaccination-record-workstation.e2e',
} as const;

/** What `APP_E2E_BUILD=1` changes beside one fuse (`wantedFuses`). */
export function namesOf(kind: 'release' | 'e2e'): Configuration {
  if (kind === 'release') return {};
  const productName = '接種記録ワークステーション（試験用）';
  return {
    appId: appIds.e2e,
    productName,
    executableName: 'vaccination-record-workstation-e2e',
    artifactName: '${name}-e2e-${version}-${os}-${arch}.${ext}',
    extraMetadata: { productName, name: 'vaccination-record-workstation-e2e' },
  };
}
