interface RefusalText {
  readonly zh: string;
  readonly en: string;
}

/**
 * Why a message or a reading was not taken: what is wrong and what the sender does about it, in both languages. The codes
 * are part of the public contract; `docs/guide/errors.md` explains each one (a test compares the two).
 */
export const REFUSALS = {
  not_utf8: { zh: '内容不是 UTF-8 编码，请以 UTF-8 发送', en: 'the payload is not UTF-8; encode it as UTF-8' },
  not_json: {
    zh: '内容不是合法的 JSON，请检查逗号、引号和截断',
    en: 'the payload is not JSON; look for a missing quote or comma, or a cut-off message',
  },
  too_large: { zh: '单条消息超过 1 MiB，请拆成多条发送', en: 'the message is larger than 1 MiB; split it' },
  too_many: { zh: '一个数组超过 500 条读数，请拆成多条发送', en: 'more than 500 readings in one array; split it' },
  empty: { zh: '消息内没有读数', en: 'the message holds no reading' },
  wrong_type: { zh: '字段类型不对，请按接口文档发送', en: 'a field has the wrong JSON type; see the contract' },
  missing_field: { zh: '缺少必填字段', en: 'a required field is missing' },
  unknown_field: {
    zh: '有接口文档之外的字段，请删除或改正拼写',
    en: 'a field the contract does not know; remove it or correct its spelling',
  },
  unknown_parameter: {
    zh: '不认识的监测参数，请使用接口文档中的名称',
    en: 'a parameter the contract does not know; use its names',
  },
  no_values: { zh: '读数里没有任何监测值', en: 'the reading carries no value' },
  not_finite: {
    zh: '数值不是有限数，缺测请不要发送该参数',
    en: 'a value is not a finite number; leave a missing value out',
  },
  out_of_range: {
    zh: '数值在物理上不可能，请检查单位和仪器',
    en: 'a physically impossible value; check the unit and the analyser',
  },
  bad_time: {
    zh: '时间不是带时区偏移的 ISO 8601，例如 2026-11-22T14:00:00+08:00',
    en: 'the time is not ISO 8601 with an offset, such as 2026-11-22T14:00:00+08:00, or lies before 1970',
  },
  future: { zh: '时间在未来，请校准数采仪时钟', en: 'the time lies in the future; set the clock of the logger' },
  bad_period: {
    zh: '周期必须是 0 到 86400 的整数秒',
    en: 'the period must be a whole number of seconds from 0 to 86400',
  },
  bad_seq: { zh: '序号必须是非负整数', en: 'seq must be a whole number, 0 or more' },
  bad_flag: {
    zh: '标识必须是 HJ 212 的字母 N F M S D C T B 之一',
    en: 'a flag must be one of the HJ 212 letters N F M S D C T B',
  },
  unknown_station: {
    zh: '站点未登记，请核对主题中的站点编号或先登记',
    en: 'the station is not registered; check the station in the topic, or register it',
  },
  wrong_city: {
    zh: '站点登记在另一个城市，请改正主题中的城市',
    en: 'the station is registered in another city; correct the city in the topic',
  },
  bad_topic: {
    zh: '主题不是 lianfang/v1/<城市>/<站点>/readings',
    en: 'the topic is not lianfang/v1/<city>/<station>/readings',
  },
  not_your_station: {
    zh: '令牌不含此站点，请改正站点编号或为该站点申请令牌',
    en: 'the token is not for this station; correct the station, or ask for a token that covers it',
  },
  unknown_device: {
    zh: '设备未对应到站点，请在配置的设备表里登记',
    en: 'the device belongs to no station; enter it in the list of devices',
  },
  not_a_number: {
    zh: '字段不是数值，请检查设备固件或配置文件中的字段路径',
    en: 'the field is not a number; check the firmware of the device, or the path in the profile',
  },
  unknown_unit: {
    zh: '消息写明的单位不认识，请在配置文件中声明单位',
    en: 'the message names a unit that the profile does not know; declare it there',
  },
  retained: {
    zh: '保留消息没有自己的时间，不知测于何时，请让设备不带保留标志发送',
    en: 'a retained message without a time of its own: nobody knows when it was measured; publish without retain',
  },
  unknown_datastream: {
    zh: '数据流未登记，请核对编号或先登记它的站点、参数和单位',
    en: 'the datastream is not registered; check its id, or register its station, parameter and unit',
  },
  bad_quality: {
    zh: '质量标识没有对应的 HJ 212 字母，请在数据流登记中说明',
    en: 'resultQuality has no HJ 212 letter; say in the registry of the datastream what it means',
  },
  bad_frame: {
    zh: 'HJ 212 报文不完整或夹有杂乱字节，请检查包头、长度和线路',
    en: 'bytes that are no whole HJ 212 frame; check the header, the length in bytes and the line',
  },
  bad_crc: {
    zh: 'HJ 212 校验码不符，请按标准附录 A 计算（不是 Modbus）',
    en: 'the HJ 212 check code does not fit; compute it by annex A of the standard, it is not that of Modbus',
  },
  bad_segment: {
    zh: 'HJ 212 数据段无法解析，请检查该字段',
    en: 'the HJ 212 data segment cannot be read; check this field',
  },
  unknown_mn: {
    zh: '设备编号 MN 未登记，或登记在另一个站点，请核对或先登记',
    en: 'the device number MN is not registered, or belongs to another station; check it, or register it',
  },
  wrong_password: {
    zh: '访问密码 PW 不对，请与平台核对',
    en: 'the password PW is wrong; compare it with the platform',
  },
  unsupported_command: {
    zh: '平台不支持这个命令编号 CN',
    en: 'the platform does not know this command number CN',
  },
  bad_data_time: {
    zh: 'DataTime 缺失或不是 YYYYMMDDhhmmss（北京时间）',
    en: 'DataTime is missing or is not YYYYMMDDhhmmss in Beijing time',
  },
  bad_cipher: {
    zh: 'CP 内容无法用该站点的 SM4 密钥解密，请核对密钥和编码',
    en: 'the content of CP cannot be decrypted with the SM4 key of this station; check the key and the encoding',
  },
  nothing_kept: {
    zh: '报文没有平台保存的内容（系统类型、命令或监测因子），已应答、未保存',
    en: 'nothing in it is kept here (system type, command or factors); acknowledged and not stored',
  },
  unknown_city: {
    zh: '城市不在本协议内，请核对主题或字段中的城市编号',
    en: 'the city is no member of the agreement; check the city in the topic or in the field',
  },
  bad_day: {
    zh: '日期必须是 YYYY-MM-DD，不早于发布日，不晚于其后 10 天，且不重复',
    en: 'a day is YYYY-MM-DD, from the day of issue to 10 days after it, and stands once',
  },
  no_forecast: {
    zh: '该日既无 AQI，也无 AQI 范围，也无浓度',
    en: 'the day has neither an AQI nor a range of it nor a value',
  },
  not_your_forecast: {
    zh: '发布方与凭证不符、无权为该城市发布，或使用了保留名称 baseline、perfect',
    en: 'the issuer is not who sends it, not registered for this city, or a name of ours (baseline, perfect)',
  },
  forecast_changed: {
    zh: '同一发布时间已有内容不同的预报，请以新的 issued_at 重新发布',
    en: 'another forecast was issued at this instant; a forecast is never changed, issue anew with a new issued_at',
  },
  store_rejected: {
    zh: '时序库不接受这条读数，请联系平台运维',
    en: 'the time-series store does not accept this reading; tell whoever runs the platform',
  },
} as const satisfies Readonly<Record<string, RefusalText>>;

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly RefusalCode[];

/** One thing that was not taken. Without `index` the whole message is meant. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Chinese, then English, with the field in front. */
  readonly reason: string;
  /** Place in the array that was sent, from 0; 0 for a single reading. */
  readonly index?: number;
  /** The sender's own count, when it could be read. */
  readonly seq?: number;
  /** Whose books it goes into, in a message that is about several stations; the sender is not told. */
  readonly station?: string;
}

/** Sender's text goes back to the sender and into logs: cut, and without control characters. */
const MAX_DETAIL = 60;

/** A refusal whose reason names `field`, cut to a readable length. */
export function refuse(code: RefusalCode, at: { field?: string; index?: number; seq?: number } = {}): Refusal {
  const { zh, en } = REFUSALS[code];
  const field = at.field === undefined ? '' : `${printable(at.field)}: `;
  return {
    code,
    reason: `${field}${zh} / ${en}`,
    ...(at.index === undefined ? {} : { index: at.index }),
    ...(at.seq === undefined ? {} : { seq: at.seq }),
  };
}

function printable(text: string): string {
  const cut = text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}…` : text;
  return cut.replace(/\p{C}/gu, '?');
}
