import { app } from 'electron';

/** What Chromium would ask the internet for by itself, or write down about itself. */
const quiet = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'no-pings',
  // SECURITY: H58 — a dump of a process is a copy of its memory, and no reporter is started either.
  'disable-breakpad',
] as const;

const features = [
  'MediaRouter',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'CertificateTransparencyComponentUpdater',
].join(',');

/** Before ready: later no switch has an effect. SECURITY: H48, H50 — Chromium's own services stay silent. */
export function silenceChromium(): void {
  for (const name of quiet) app.commandLine.appendSwitch(name);
  app.commandLine.appendSwitch('disable-features', features);
}
