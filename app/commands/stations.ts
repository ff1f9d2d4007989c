import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Station } from '../../domain/air/station.ts';
import { CredentialBook, CredentialRefused, type Issued } from '../../ingest/credentials/credential-book.ts';
import type { DeclaredTopics } from '../../ingest/credentials/declared-topics.ts';
import type { Forecaster } from '../../ingest/forecast/forecaster-book.ts';
import { CREDENTIAL_KINDS, type CredentialKind, isValidAt } from '../../store/credentials.ts';
import type { SqliteCredentials } from '../../store/sqlite/sqlite-credentials.ts';
import { systemClock } from '../clock/system-clock.ts';
import { forecastersOf } from '../config/forecasts.ts';
import { loadConfig } from '../config/load.ts';
import { credentialLine, issuedLine } from '../credentials/credential-lines.ts';
import { writeMosquittoFiles } from '../credentials/write-mosquitto-files.ts';
import { openCredentials } from '../installation/access.ts';
import { declaredTopics, profilesOf } from '../installation/declared-topics.ts';
import { configFile } from './config-file.ts';

interface Flags {
  readonly config?: string;
  readonly json?: true;
}

/** What every action works on. */
interface Desk {
  readonly stations: readonly Station[];
  readonly store: SqliteCredentials;
  readonly book: CredentialBook;
  /** The user that the configuration names for ourselves at a foreign broker. */
  readonly serviceUser: string;
  /** Read when they are needed: a bad profile is no reason not to revoke a password. */
  readonly declared: () => readonly DeclaredTopics[];
  readonly forecasters: readonly Forecaster[];
}

const DEFAULT_OVERLAP_HOURS = 24;

/** `lianfang stations credentials ...`: who may push. Exit 0 done, 2 wrong use. */
export function stationsCommand(): Command {
  const credentials = new Command('credentials')
    .description('passwords and tokens of stations; a secret is shown once 站点凭据：密钥只显示一次')
    .addCommand(createCommand().exitOverride())
    .addCommand(rotateCommand().exitOverride())
    .addCommand(revokeCommand().exitOverride())
    .addCommand(listCommand().exitOverride())
    .addCommand(mosquittoCommand().exitOverride());
  return new Command('stations')
    .description('stations and their credentials 站点及其凭据')
    .addCommand(credentials.exitOverride());
}

function createCommand(): Command {
  return withCommonOptions(new Command('create'))
    .description('issue a credential 签发凭据')
    .argument('[station]', 'station id 站点编号')
    .option('--all', 'every station that has none of this kind 所有尚无此类凭据的站点')
    .addOption(kindOption().default('mqtt'))
    .action(async (id: string | undefined, flags: Flags & { all?: true; kind: CredentialKind }, command: Command) => {
      if ((id === undefined) === (flags.all === undefined)) {
        command.error('error: name a station, or say --all 请给出站点编号或 --all', WRONG_USE);
      }
      await atDesk(flags, command, async ({ stations, store, book }) => {
        if (id !== undefined) requireStation(stations, id, command);
        const now = systemClock.now();
        const all = await store.list({ kind: flags.kind });
        const provided = new Set(all.filter((one) => isValidAt(one, now)).map(({ station }) => station));
        const chosen = id === undefined ? stations.map((one) => one.id).filter((one) => !provided.has(one)) : [id];
        for (const station of chosen) print(await book.create(station, flags.kind), flags);
        if (chosen.length === 0) console.error('every station has one; nothing to do 所有站点均已有凭据');
        else console.error(ONCE);
      });
    });
}

function rotateCommand(): Command {
  return withCommonOptions(new Command('rotate'))
    .description('issue a new one; the old one stays valid for the overlap 更换：旧凭据在重叠期内仍有效')
    .argument('<station>', 'station id 站点编号')
    .addOption(kindOption().default('mqtt'))
    .option('--overlap-hours <n>', 'how long the old one stays valid 重叠期（小时）', hours, DEFAULT_OVERLAP_HOURS)
    .action(async (id: string, flags: Flags & { kind: CredentialKind; overlapHours: number }, command: Command) => {
      await atDesk(flags, command, async ({ stations, book }) => {
        requireStation(stations, id, command);
        print(await book.rotate(id, flags.kind, { overlapMs: flags.overlapHours * 3_600_000 }), flags);
        console.error(ONCE);
      });
    });
}

function revokeCommand(): Command {
  return withCommonOptions(new Command('revoke'))
    .description('end credentials at once 立即吊销')
    .argument('<station>', 'station id; also one that is no longer registered 站点编号')
    .addOption(kindOption())
    .action(async (id: string, flags: Flags & { kind?: CredentialKind }, command: Command) => {
      await atDesk(flags, command, async ({ store, book }) => {
        const ended = await book.revoke(id, flags.kind);
        const now = systemClock.now();
        for (const { id: ending } of ended) {
          const credential = await store.find(ending);
          if (credential !== undefined) console.log(credentialLine(credential, { now, json: flags.json === true }));
        }
        if (ended.length === 0) command.error(`error: ${id} has no valid credential 没有有效凭据`, WRONG_USE);
      });
    });
}

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('what was issued, ended ones too; no secrets 列出凭据（不含密钥）')
    .argument('[station]', 'station id 站点编号')
    .addOption(kindOption())
    .action(async (station: string | undefined, flags: Flags & { kind?: CredentialKind }, command: Command) => {
      await atDesk(flags, command, async ({ store }) => {
        const now = systemClock.now();
        const { kind } = flags;
        const listed = await store.list({
          ...(station !== undefined && { station }),
          ...(kind !== undefined && { kind }),
        });
        for (const credential of listed) console.log(credentialLine(credential, { now, json: flags.json === true }));
      });
    });
}

function mosquittoCommand(): Command {
  return withCommonOptions(new Command('mosquitto'))
    .description("write Mosquitto's password file and ACL file 生成 Mosquitto 的密码文件和 ACL 文件")
    .requiredOption('--out <folder>', 'where to 输出目录')
    .action(async (flags: Flags & { out: string }, command: Command) => {
      await atDesk(flags, command, async ({ stations, store, serviceUser, declared, forecasters }) => {
        const credentials = await store.list({ kind: 'mqtt' });
        const now = systemClock.now();
        const { users, files } = await writeMosquittoFiles({
          folder: flags.out,
          stations,
          credentials,
          serviceUser,
          declared: declared(),
          forecasters,
          random: randomBytes,
          now,
        });
        if (flags.json) console.log(JSON.stringify({ users, serviceUser, files }));
        else console.log(`${users} users 个站点用户, service user 平台用户 ${serviceUser}:\n${files.join('\n')}`);
      });
    });
}

const WRONG_USE = { exitCode: 2 };
const ONCE = 'Shown this once; only a hash is kept. 密钥只显示这一次，系统仅保存其哈希。';

function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file 配置文件 (default: $LIANFANG_CONFIG or lianfang.yaml)')
    .option('--json', 'one JSON object a line');
}

function kindOption(): Option {
  return new Option('--kind <kind>', 'what it opens 用途').choices(CREDENTIAL_KINDS);
}

async function atDesk(flags: Flags, command: Command, work: (desk: Desk) => Promise<void>): Promise<void> {
  const { config, stations, directory } = loadConfig(flags.config ?? configFile(), process.env);
  const store = openCredentials(config, directory);
  const book = new CredentialBook({ store, clock: systemClock, random: randomBytes });
  try {
    await work({
      stations,
      store,
      book,
      serviceUser: config.mqtt?.username ?? 'lianfang',
      declared: () => declaredTopics(config, profilesOf(config, directory)),
      forecasters: forecastersOf(config.forecasts),
    });
  } catch (error) {
    if (!(error instanceof CredentialRefused)) throw error;
    command.error(`error: ${error.message} ${REFUSED[error.reason]}`, WRONG_USE);
  } finally {
    await store.close();
  }
}

const REFUSED: Readonly<Record<CredentialRefused['reason'], string>> = {
  has_one: '该站点已有有效凭据，请用 rotate 更换',
  has_none: '该站点没有有效凭据，请用 create 签发',
};

function requireStation(stations: readonly Station[], id: string, command: Command): void {
  if (!stations.some((station) => station.id === id)) {
    command.error(`error: there is no station "${id}" in the configuration 配置中没有该站点`, WRONG_USE);
  }
}

function print(issued: Issued, { json }: Flags): void {
  console.log(issuedLine(issued, json === true));
}

function hours(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0 || value > 8760) {
    throw new InvalidArgumentError('write hours from 0 to 8760 请写 0 到 8760 的小时数');
  }
  return value;
}
