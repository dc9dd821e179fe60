import { describe, expect, it } from 'vitest';

import { signingOf } from '../../../tools/package/signing.ts';

describe('the signing of a package', () => {
  it('takes certificate and time server from the environment', () => {
    const environment = {
      SIGN_CERTIFICATE_SUBJECT: '架空市',
      SIGN_TIMESTAMP_SERVER: 'http://timestamp.lg.example.jp',
    };
    expect(signingOf(environment)).toEqual({
      signtoolOptions: {
        signingHashAlgorithms: ['sha256'],
        certificateSubjectName: '架空市',
        rfc3161TimeStampServer: 'http://timestamp.lg.example.jp',
      },
    });
  });

  it('names no certificate of its own', () => {
    expect(signingOf({})).toEqual({ signtoolOptions: { signingHashAlgorithms: ['sha256'] } });
  });
});
