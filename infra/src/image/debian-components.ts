/** Of a file of lines like `NAME: VALUE`, or `NAME=VALUE`: what the first line of that name says. */
function said(text: string, name: string): string {
  return new RegExp(`^${name}(?:: |=)"?([^"\\n]*)`, 'm').exec(text)?.[1] ?? '';
}

/** A version as it stands in a purl: all but the colon behind an epoch. */
const encoded = (version: string) => encodeURIComponent(version).replaceAll('%3A', ':');

/**
 * Debian itself and its packages as components of a CycloneDX BOM, by what dpkg keeps of what is installed and by the system's
 * os-release; without licences and hashes, of which dpkg knows none. Throws where no package is named.
 */
export function debianComponents({ status, osRelease }: { status: string; osRelease: string }) {
  const [id, release] = [said(osRelease, 'ID'), said(osRelease, 'VERSION_ID')];
  const system = { type: 'operating-system', name: id, version: release, 'bom-ref': `${id}-${release}` };
  const packages = status
    .split(/\n{2,}/)
    .filter((entry) => said(entry, 'Status').endsWith(' installed'))
    .map((entry) => {
      const [name, version] = [said(entry, 'Package'), said(entry, 'Version')];
      const of = `arch=${said(entry, 'Architecture')}&distro=${id}-${release}`;
      const purl = `pkg:deb/${id}/${encodeURIComponent(name)}@${encoded(version)}?${of}`;
      return { type: 'library', name, version, 'bom-ref': purl, purl };
    });
  if (packages.length === 0) throw new Error('dpkg names no package of the image');
  return [system, ...packages];
}
