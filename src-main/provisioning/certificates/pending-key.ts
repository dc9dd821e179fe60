/** The key of a certificate that was asked for and has not come yet, under a passphrase that is in the credential store alone. */
export const CERTIFICATE_KEY_FILE = 'client-key.pem';
export const CERTIFICATE_KEY_PASSPHRASE = 'client-key-passphrase';
