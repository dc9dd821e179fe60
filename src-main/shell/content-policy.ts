/**
 * What a page of this app may do, as response headers. The renderer needs nothing but its own scripts, styles, fonts and
 * pictures: no network, no frames, no workers, no inline code. SECURITY: H19.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "worker-src 'none'",
  "manifest-src 'none'",
  "media-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  // SECURITY: H61 — no modals: the page can't open the print dialog, nor any other. No popups and no downloads either.
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

/** Powerful features, all off. An unknown name is ignored by Chromium, so a test holds this list against its own. */
const features = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/** SECURITY: H20. */
export const documentHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': features.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
};
