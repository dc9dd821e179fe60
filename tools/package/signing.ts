import type { WindowsConfiguration } from 'electron-builder';

/**
 * SECURITY: H68 — what the organisation that packs says of its certificate, by environment only. A certificate in a file is named by
 * electron-builder's own `WIN_CSC_LINK` and `WIN_CSC_KEY_PASSWORD`; one in Windows' store or on a card by its subject.
 */
export function signingOf(environment: NodeJS.ProcessEnv): WindowsConfiguration {
  const subject = environment['SIGN_CERTIFICATE_SUBJECT'];
  const timestamps = environment['SIGN_TIMESTAMP_SERVER'];
  return {
    signtoolOptions: {
      signingHashAlgorithms: ['sha256'],
      ...(subject === undefined ? {} : { certificateSubjectName: subject }),
      ...(timestamps === undefined ? {} : { rfc3161TimeStampServer: timestamps }),
    },
  };
}
