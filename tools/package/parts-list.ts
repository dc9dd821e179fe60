import { createHash } from 'node:crypto';

import type { Lock, ShippedPackage } from './shipped-packages.ts';

/** The list of parts (SBOM) in the form of CycloneDX 1.6, made from the lockfile: no network, and the same for the same input. */
export function partsList(lock: Lock, packages: readonly ShippedPackage[], target: string, at: Date): object {
  const app = `pkg:npm/${lock.name}@${lock.version}`;
  const components = packages.map(component);
  const digest = createHash('sha256')
    .update(JSON.stringify([app, target, components]))
    .digest('hex');
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(digest)}`,
    version: 1,
    metadata: {
      timestamp: at.toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': app,
        name: lock.name,
        version: lock.version,
        purl: app,
        properties: [{ name: 'target', value: target }],
      },
    },
    components,
    dependencies: [
      { ref: app, dependsOn: components.map((each) => each['bom-ref']) },
      ...components.map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
    ],
  };
}

function component({ name, version, license, integrity, shipped }: ShippedPackage) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [algorithm, digest = ''] = integrity.split('-');
  if (algorithm !== 'sha512') throw new Error(`${name} has no SHA-512 digest in the lockfile`);
  return {
    type: shipped === 'as the runtime' ? 'framework' : 'library',
    'bom-ref': purl,
    name,
    version,
    scope: 'required',
    purl,
    // Of the npm package that was installed, not of the files that are left of it.
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    licenses: /^[\w.+-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }],
    properties: [{ name: 'shipped', value: shipped }],
  };
}

/** A UUID of version 8: the bits are our own, here those of a digest. */
function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
